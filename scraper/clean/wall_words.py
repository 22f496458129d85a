"""What pages say that stand in an article's place: weak votes, in many languages, in this one place.

No phrase decides alone; `scraper.clean.walls` weighs them with what the page is made of.
"""

from __future__ import annotations

import re


def _any(phrases: str) -> re.Pattern[str]:
    """Return a pattern for any of the phrases, to be looked for in lower case."""
    return re.compile(phrases.replace("'", "['’]"))


CONSENT_THEMES = tuple(map(_any, (
    # the things that are stored
    r"cookie|kakor|informasjonskapsl|evästei|küpsis|sütik|slapuk|sīkdat|ciasteczk|piškot|kolačić|печив|куки|çerez|vafrakök|クッキー|쿠키|缓存|小型文本|ملفات تعريف الارتباط|كوكيز|עוגיות|કૂકી|कुकी|คุกกี้",
    # to agree or not
    (r"consent|agree|accept|reject|einwillig|zustimm|akzept|ablehn|consent|j'accepte|accepte|refus|consentim|acept|rechaz|aceit|recus|acconsent|accett|rifiut|toestemm|accepter|godkänn|samtyck|samtykk|godta|hyväksy|suostu"
    r"|соглас|принять|принима|погодж|zgod|zgadzam|akceptu|souhlas|přijm|elfogad|hozzájárul|sunt de acord|onay|kabul et|izin|setuju|menyetujui|đồng ý|ยอมรับ|ยินยอม|同意|接受|동의|수락|موافق|قبول|מסכימ|סכמה|συναιν|αποδοχή|αποδέχ|सहमति|स्वीकार"),
    # who else gets it
    r"partner|partenair|socios|vendor|third[- ]part|anbieter|drittanbieter|dienstleister|tiers|terceros|terceiros|terze parti|derden|tredje ?part|kolmas|kolmansi|третьи|партн[её]р|партнер|trzeci|třetí|harmadik fél|terți|üçüncü|mitra|đối tác|第三方|パートナー|第三者|파트너|제3자|شركاء|أطراف ثالثة|שותפ|συνεργάτ|พันธมิตร",
    # what it is about
    (r"personal data|privacy|data protection|personenbezogen|datenschutz|daten verarbeit|données personnelles|vie privée|confidentialité|datos personales|privacidad|dados pessoais|dati personali|riservatezza|persoonsgegevens|personuppgift|personoplysning"
    r"|personopplysning|henkilötie|tietosuoj|персональн|конфиденциальн|персональні дані|dane osobowe|danych osobowych|prywatno|osobní údaje|osobních údajů|személyes adat|adatvéd|date(?:le)? personale|kişisel veri|gizlilik|data pribadi|privasi|riêng tư|个人(?:数据|信息)|隐私|隱私|個人情報|プライバシー|개인 ?정보|البيانات الشخصية|خصوصي|פרטיות|δεδομένων|ข้อมูลส่วนบุคคล"),
    # what it is for
    r"personali[sz]ed|advertis|ad(?:s|vert) and content|measurement|werbung|anzeigen|personalisier|publicité|mesure d'audience|publicidad|anuncios|anúncios|pubblicità|annunci|advertenties|annonser|annoncer|mainon|реклам|reklam|iklan|quảng cáo|广告|廣告|広告|광고|إعلان|פרסו|διαφημ|โฆษณา",
    # where
    r"(?:on|from) (?:a|your) device|your (?:device|browser)|legitimate interest|ihrem (?:gerät|endgerät)|auf (?:einem|ihrem) (?:end)?gerät|berechtigte[sn]? interesse|votre (?:appareil|terminal)|intérêt légitime|(?:su|tu) dispositivo|interés legítimo|(?:seu|su) dispositivo|dispositivo|uw apparaat|din enhet|enheten|laitte|устройств|пристро|urządzeni|zařízení|eszköz|dispozitiv|cihaz|perangkat|thiết bị|设备|設備|端末|デバイス|기기|جهاز|מכשיר|συσκευή|อุปกรณ์",
)))  # fmt: skip
"""The themes of a text that asks for consent; such a text speaks of several of them in a few lines."""

CONSENT_CHOICE = _any(
    r"(?:accept|agree|allow|reject|refuse|decline) (?:all|cookies|to all|and (?:continue|close))|manage (?:options|settings|preferences|cookies|choices)|(?:privacy|cookie) (?:settings|preferences)|i (?:agree|accept)|more options"
    r"|(?:alle(?:s)?|cookies) (?:akzeptieren|ablehnen|zulassen)|(?:akzeptieren|zustimmen|einverstanden)(?: und weiter)?|einstellungen(?: verwalten)?|mit werbung (?:weiterlesen|lesen|nutzen)|tout (?:accepter|refuser)|(?:accepter|continuer sans accepter|refuser)|paramétrer|gérer (?:les|mes) "
    r"|(?:aceptar|rechazar)(?: todo| y )?|configurar|(?:aceitar|recusar|rejeitar)(?: tud| e )?|(?:accetta|rifiuta)(?: tutt|re| e )?|(?:alles )?(?:accepteren|weigeren|akkoord)|(?:godkänn|acceptera|godta|tillad|accepter|avvis) all[ae]?|hyväksy(?: kaikki)?|принять(?: все)?|соглас(?:ен|иться)|прийняти"
    r"|(?:akceptuj|zaakceptuj|odrzuć)|(?:zgadzam|przejdź)|přijmout|souhlasím|elfogad|accept(?:ă|ați|)|kabul et|reddet|terima|setuju|đồng ý|chấp nhận|ยอมรับ|(?:全部)?(?:接受|同意|拒绝)|同意する|すべて(?:許可|同意)|동의|수락|موافق|قبول|אישור|αποδοχή|συμφωνώ|स्वीकार"
)
"""What the buttons of such a text say."""

LOGIN = _any(
    r"\b(?:log|sign)[- ]?(?:in|on)\b|\blogin\b|create (?:an |your )?account|\banmeld(?:en|ung)\b|\beinloggen\b|(?:se |me )?connect(?:er|ez)|connexion|identifi(?:ez|er)|iniciar sesi[óo]n|inicia sesi[óo]n|acceder a tu cuenta|iniciar sessão|entrar na (?:sua )?conta|fazer login|faça login"
    r"|\baccedi\b|effettua (?:il )?(?:login|l'accesso)|\binloggen\b|log in|logga in|\blogg inn\b|\blog ind\b|kirjaudu|innskráning|войти|вход|авториза|увійти|вхід|zaloguj|logowanie|přihlá(?:sit|šení)|prihlás|bejelentkez|autentific|conectare|giriş yap|oturum aç|\bmasuk\b|đăng nhập|เข้าสู่ระบบ|登录|登入|ログイン|로그인|تسجيل الدخول|התחבר|כניסה|σύνδεση|είσοδος|लॉग ?इन"
)
"""How a page calls itself that asks to log in."""

NOT_FOUND = _any(
    r"\b(?:error|http|fehler|erreur|errore?|erro|fout|fel|feil|fejl|virhe|ошибка|помилка|błąd|chyba|hiba|eroare|hata|kesalahan|lỗi)[ :–-]*404\b|^404\b|\b404 ?[-–—:|!]? ?(?:error|not|page|fehler|erreur|nie|no|não|non|ошибка|страниц)|^(?:[^|–—-]{0,20}[|–—-] )?404$"
    r"|(?:page|article|story|content|post)(?: \w+){0,4} (?:not (?:be )?found|does(?:n't| not) exist|no longer (?:exists?|available)|(?:has |have )?(?:been )?(?:removed|moved|deleted)|unavailable|cannot be found|can't be found|could(?:n't| not) be found)|(?:can't|cannot|couldn't|could not|unable to) find (?:the|that|this|your|what|page)|nothing (?:was )?found|\bnot found\b|(?:we lost|missing) (?:this|that) page"
    r"|(?:seite|artikel|inhalt|beitrag)(?: \w+){0,6} (?:nicht (?:gefunden|mehr|verfügbar|vorhanden)|existiert nicht)|nicht gefunden|(?:page|article|contenu)(?: \w+){0,4} (?:introuvable|n'existe (?:pas|plus)|inexistante?)|introuvable|page non trouvée|n'a pas été trouvé|(?:página|artículo|noticia|contenido)(?: \w+){0,4} no (?:encontrad|existe|disponible|se encuentra)|no (?:encontrad[oa]|se (?:ha )?enc[uo]ntr)"
    r"|(?:página|artigo|notícia|conteúdo)(?: \w+){0,4} não (?:encontrad|existe|está dispon)|não (?:foi )?encontrad|(?:pagina|articolo)(?: \w+){0,4} non (?:trovat|esiste|è (?:stata|disponibile))|non (?:è stata )?trovat|(?:pagina|artikel)(?: \w+){0,5} (?:niet (?:gevonden|meer|beschikbaar)|bestaat niet)|niet gevonden|(?:sidan|siden|artikeln|artikkelen)(?: \w+){0,5} (?:hittades inte|finns inte|finnes ikke|findes ikke|ikke (?:finnes|funnet|fundet))|hittades inte|hittar inte|fant ikke|ikke (?:funnet|fundet)|finnes ikke|findes ikke"
    r"|sivua ei (?:löyty|ole)|ei löyt|síðan fannst ekki|fannst ekki|страниц\w*(?: \w+){0,4} не (?:найден|существ)|не найден|сторінк\w*(?: \w+){0,4} не (?:знайден|існу)|не знайден|не намерен|(?:strona|strony|artykuł)(?: \w+){0,5} (?:nie (?:została |został )?(?:znalezion|istnieje)|nie ma)|nie (?:znaleziono|znalezion|istnieje)|stránk\w+(?: \w+){0,4} (?:nebyla nalezena|neexistuje|nenalezena|sa nenašla)|nenalezen|nebyla nalezen|nenájden|nem található|nem talál|(?:pagina|articolul)(?: \w+){0,4} nu (?:a fost găsit|există)|nu a fost găsit"
    r"|sayfa(?: \w+){0,4} bulunamadı|bulunamadı|halaman(?: \w+){0,5} tidak (?:ditemukan|tersedia|ada)|tidak ditemukan|không tìm thấy|không tồn tại|ไม่พบ(?:หน้า|เนื้อหา|ข้อมูล)|页面不存在|找不到(?:页面|網頁|頁面|您)|(?:页面|網頁|頁面|文章)(?:不存在|未找到|已(?:删除|刪除|下架))|未找到|ページ(?:が|は)?(?:見つかりません|存在しません|ありません)|見つかりません|お探しのページ|페이지를 찾을 수|찾을 수 없|존재하지 않는|الصفحة غير موجودة|غير موجود|لم يتم العثور|העמוד לא נמצא|הדף לא נמצא|לא נמצא|η σελίδα δεν (?:βρέθηκε|υπάρχει)|δεν βρέθηκε|पृष्ठ नहीं मिला|पेज नहीं मिला|ukurasa haujapatikana|puslapis nerastas|nerasta|lapa nav atrasta|lehte ei leitud|stranica nije pronađena|nije pronađen|ni (?:bila )?najden"
)
"""How a page calls itself, or what it says, where there is nothing at an address."""

PAYWALL = _any(
    r"(?:subscribe|sign up|register|log in|sign in|join)(?: \w+){0,4} to (?:continue|keep|read|unlock|access|finish|view)|(?:continue|keep) reading (?:with|for|by)|(?:(?:is|are) )?(?:only |exclusively )?(?:available )?(?:for|to) (?:\w+ )?subscribers(?: only)?|subscribers?[- ](?:only|exclusive)|exclusive (?:to|for) (?:\w+ )?(?:subscribers|members)|members?[- ]only|already (?:a subscriber|a member|subscribed|have an account)|unlock this (?:article|story)|you(?:'ve| have) (?:reached|read)(?: \w+){0,5} (?:limit|free articles?)|to (?:continue|keep) reading|premium (?:content|article)"
    r"|(?:nur |exklusiv )?für (?:abonnent|abonnement)|abonnent(?:en|innen)? (?:können|lesen)|(?:jetzt|hier) (?:weiterlesen|abonnieren|freischalten)|weiterlesen mit|um (?:(?:den|diesen) artikel (?:\w+ )?(?:zu lesen|weiterzulesen)|weiterzulesen|weiter zu lesen)|bereits abonnent|schon abonnent|artikel freischalten|mit .{1,20}(?:plus|\+) weiterlesen|exklusiv für"
    r"|réservé(?:e)?s? aux (?:abonné|membre)|il vous reste \d+|(?:la )?suite (?:de cet article )?est réservée|abonnez-vous pour|déjà abonné|pour lire la suite|article (?:abonné|payant)|(?:exclusivo|solo|sólo|contenido) (?:para|de) (?:suscriptor|socio|abonad)|suscríbete para|para seguir leyendo|ya (?:eres|soy) suscriptor|hazte (?:socio|suscriptor)"
    r"|exclusivo (?:para|a|de) assinante|(?:só|apenas) para assinante|assine para|já é assinante|para continuar (?:a ler|lendo)|continue a ler|(?:riservat[oa]|solo|esclusiv\w+) (?:agli?|per gli) abbonat|abbonati per|sei già abbonato|per continuare a leggere|(?:alleen|exclusief) voor (?:abonnee|leden)|al abonnee|verder lezen|lees verder met|(?:for|för|kun for|bara för|endast för) (?:abonnent|prenumerant|abonnenter)|bli (?:abonnent|prenumerant)|läs vidare|les videre|læs videre|allerede abonnent|är du redan (?:prenumerant|kund)|logga in för att läsa|vain tilaajille|tilaajille|jatka lukemista|oletko jo tilaaja"
    r"|(?:только|доступн\w+) (?:для )?подписчик|оформите подписку|чтобы (?:читать дальше|дочитать|продолжить чтение)|(?:тільки|лише) для (?:перед)?плат|оформіть (?:перед)?плату|(?:tylko|wyłącznie) dla (?:subskryb|prenumer)|dla (?:subskrybent|prenumerator)|aby (?:czytać|przeczytać) dalej|wykup (?:dostęp|prenumerat)|pro předplatitel|pre predplatiteľ|předplaťte si|odomknite|csak előfizet|előfizetőknek|doar pentru abonați|abonează-te|(?:sadece|yalnızca) abone|abone olun|devamını okumak için abone|khusus pelanggan|berlangganan untuk|dành cho (?:thuê bao|hội viên)"
    r"|有料(?:会員|記事|プラン)|会員限定|残り[\d,]+文字|続きを読むには|この続きは|订阅(?:后|以)|付费(?:阅读|内容)|訂閱(?:後|以)|会员(?:专享|专属)|구독자 ?전용|유료 ?(?:기사|회원)|구독 후|للمشتركين(?: فقط)?|اشترك (?:للمتابعة|لقراءة)|למנויים בלבד|רק למנויים|μόνο για συνδρομητές|για συνδρομητές|केवल सदस्यों"
)
"""What stands where a story breaks off and the rest is sold."""

SCRIPT_NEEDED = _any(r"javascript|ジャバスクリプト|자바스크립트")
"""What a page says that a script fills."""

WAITING = _any(
    r"(?:loading|please wait|just a moment|one moment|redirecting|wird geladen|lädt|bitte warten|chargement|cargando|carregando|caricamento|laden|laddar|laster|indlæser|ladataan|загрузка|завантаження|ładowanie|načítání|betöltés|se încarcă|yükleniyor|memuat|đang tải|กำลังโหลด|加载中|載入中|読み込み中|로딩|جار التحميل|טוען|φόρτωση)[\s.…]*"
)
"""What it shows until then."""

CHECK = _any(
    r"access (?:to (?:this|the) (?:page|site|website) )?(?:has been |was |is )?(?:denied|blocked)|verify(?:ing)? (?:that )?you(?:'re| are) (?:a )?(?:human|not a (?:ro)?bot)|are you (?:a )?(?:human|(?:ro)?bot)|i(?:'m| am) not a robot|checking (?:your|if the site) (?:browser|connection)|^just a moment|^attention required|pardon our interruption|unusual (?:traffic|activity)"
    r"|(?:security|human|browser) (?:check|verification|challenge)|request (?:was |has been |is )?(?:blocked|rejected|unsuccessful)|you (?:have been|were|are|'ve been) (?:blocked|banned|rate limited)|too many requests|automated (?:access|requests|queries)|captcha|(?:bot|ddos) (?:detection|protection)|enable (?:javascript and cookies|cookies and javascript)"
    r"|zugriff (?:wurde )?(?:verweigert|blockiert)|sind sie ein (?:mensch|roboter)|kein roboter|ungewöhnliche\w* (?:datenverkehr|aktivität|zugriff)|sicherheits(?:überprüfung|abfrage|kontrolle)|zu viele anfragen|accès (?:a été )?(?:refusé|bloqué)|êtes-vous un (?:humain|robot)|pas un robot|(?:activité|trafic) inhabituel|vérification de sécurité|trop de requêtes"
    r"|acceso (?:denegado|bloqueado)|no (?:eres|soy|es) un robot|(?:tráfico|actividad) inusual|verificación de seguridad|demasiadas solicitudes|acesso (?:negado|bloqueado)|não (?:é|sou) um robô|(?:tráfego|atividade) incomum|verificação de segurança|accesso (?:negato|bloccato)|non (?:sei|sono) un robot|(?:traffico|attività) insolit|toegang geweigerd|geen robot|ongebruikelijk verkeer"
    r"|åtkomst nekad|inte (?:är )?en robot|adgang nægtet|ikke (?:er )?en robot|tilgang nektet|pääsy estetty|доступ (?:к \w+ )?(?:запрещ|ограничен|заблокирован)|не робот|проверка (?:браузера|безопасности)|доступ заборонено|dostęp (?:zabroniony|zablokowany)|nie jeste(?:ś|m) robotem|přístup (?:odepřen|zamítnut)|ne(?:jste|jsem) robot|hozzáférés megtagadva|acces (?:refuzat|interzis)"
    r"|erişim (?:engellendi|reddedildi)|robot (?:değil|olmadığı)|akses (?:ditolak|diblokir)|bukan robot|từ chối truy cập|không phải (?:là )?(?:robot|người máy)|การเข้าถึงถูกปฏิเสธ|访问(?:被拒绝|受限)|安全验证|人机验证|人機驗證|拒絕存取|アクセス(?:が|は)?(?:拒否|制限)|ロボットではありません|접근이 거부|접속이 차단|로봇이 아닙니다|تم رفض الوصول|لست (?:برنامج )?روبوت|הגישה (?:נדחתה|נחסמה)|אינני רובוט|δεν είμαι ρομπότ"
)
"""How a page calls itself, or what it says, that wants to know whether a person asks."""

CHECK_NAMES = re.compile(r"captcha|turnstile|challenge|datadome|perimeterx|px-|cdn-cgi|incapsula|_sec/")
"""What its code calls that."""

BROKEN = _any(
    r"(?:internal |unexpected )?server error|bad gateway|gateway time-?out|service (?:is )?(?:currently |temporarily )?unavailable|temporarily (?:unavailable|offline|down)|something (?:went|has gone) wrong|an? (?:unexpected |unknown |technical )?error (?:has )?occurred|technical (?:difficulties|problems?)|(?:database|application|runtime|fatal|critical) error|error establishing a database"
    r"|(?:under|down for|undergoing|scheduled|site) maintenance|be (?:right )?back (?:soon|shortly)|\b50[0234]\b ?[-–—:|]? ?(?:error|internal|bad|service|gateway)|\berror ?50[0234]\b|interner serverfehler|serverfehler|(?:ein|unerwarteter) fehler ist aufgetreten|etwas ist schief|vorübergehend nicht (?:erreichbar|verfügbar)|wartungsarbeiten|wartungsmodus"
    r"|erreur (?:interne|serveur|inattendue)|une erreur (?:est survenue|s'est produite)|momentanément indisponible|temporairement indisponible|(?:en|site en) maintenance|error (?:interno|inesperado)|(?:se ha producido|ha ocurrido|ocurrió) un error|algo (?:salió|ha salido|ha ido) mal|temporalmente (?:fuera de servicio|no disponible)|en mantenimiento"
    r"|erro (?:interno|inesperado)|ocorreu um erro|algo deu errado|temporariamente (?:indisponível|fora)|em manutenção|errore (?:interno|imprevisto)|si è verificato un errore|qualcosa è andato storto|temporaneamente non disponibile|in manutenzione|er is (?:een fout opgetreden|iets (?:mis|fout) ?gegaan)|tijdelijk niet (?:beschikbaar|bereikbaar)|onderhoudsmodus|wegens onderhoud"
    r"|ett (?:oväntat )?fel (?:har )?(?:uppstått|inträffat|uppstod|inträffade)|något gick fel|der (?:opstod|er opstået) en fejl|noget gik galt|det (?:oppstod|har oppstått) en feil|noe gikk galt|jotain meni (?:pieleen|vikaan)|tapahtui virhe|внутренняя ошибка|(?:произошла|возникла) (?:\w+ )?ошибка|что-то пошло не так|временно недоступ|технические работы|сталася помилка|тимчасово недоступ"
    r"|wystąpił (?:\w+ )?błąd|coś poszło nie tak|tymczasowo niedostępn|przerwa techniczna|došlo k (?:\w+ )?chybě|něco se pokazilo|dočasně nedostupn|probíhá údržba|hiba történt|átmenetileg nem (?:elérhető|érhető)|karbantartás alatt|a apărut o eroare|temporar indisponibil|bir hata (?:oluştu|meydana)|geçici olarak (?:kullanılam|hizmet)|bakım (?:çalışması|modu)"
    r"|terjadi kesalahan|sedang dalam (?:pemeliharaan|perbaikan)|đã xảy ra lỗi|đang bảo trì|เกิดข้อผิดพลาด|ปิดปรับปรุง|服务器(?:内部)?错误|(?:系统|页面)?出错了|(?:正在|系统)?维护中|暂时(?:无法|不可用)|伺服器錯誤|發生錯誤|維護中|エラーが発生|サーバー ?エラー|メンテナンス中|一時的に(?:ご?利用|アクセス)|오류가 발생|(?:시스템|서버) ?점검|حدث خطأ|تحت الصيانة|אירעה שגיאה|בתחזוקה|παρουσιάστηκε σφάλμα|προσωρινά μη διαθέσιμ|त्रुटि हुई"
)
"""How a page calls itself, or what it says, that could not be made."""

ERROR_NAMES = re.compile(r"(?<![a-z])(?:error-?_?404|page-?_?404|404|not-?_?found|error-?page|page-?error)(?![a-z0-9])")
"""Class words of a page about an error."""
