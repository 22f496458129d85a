"""Month names of some sixty languages, and the abbreviations of time zones. Data only.

A row holds twelve months; the spellings of one month are joined by "/". Names are lower case. A name also stands for
its longer inflections ("październik" finds "października"), so that only what differs in the stem is listed.
"""

from __future__ import annotations

import unicodedata

_ROWS = """
en january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sep/sept october/oct november/nov december/dec
de januar/jänner/jän februar/feber märz/mrz april mai juni juli august september oktober/okt november dezember/dez
fr janvier/janv/jan février/févr/fév mars avril/avr mai juin juillet/juil/jui août/aoû septembre/sept octobre novembre décembre/déc
es enero/ene febrero marzo abril/abr mayo junio julio agosto/ago septiembre/setiembre/set octubre noviembre diciembre/dic
pt janeiro fevereiro/fev março abril maio junho julho agosto setembro outubro/out novembro dezembro
it gennaio/gen febbraio marzo aprile maggio/mag giugno/giu luglio/lug agosto settembre/sett ottobre/ott novembre dicembre
nl januari februari maart/mrt april mei juni juli augustus september oktober november december
ca gener febrer/febr març abril maig juny juliol/jul agost/ag setembre octubre novembre desembre/des
gl xaneiro/xan febreiro marzo abril maio xuño xullo agosto setembro outubro novembro decembro
eu urtarril otsail martxo apiril maiatz ekain uztail abuztu irail urri azaro abendu
ro ianuarie/ian februarie martie aprilie mai iunie/iun iulie/iul august septembrie octombrie noiembrie decembrie
sv januari februari mars april maj juni juli augusti september oktober november december
da januar februar marts april maj juni juli august september oktober november december
nb januar februar mars april mai juni juli august september oktober november desember
is janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember
fi tammikuu/tammi helmikuu/helmi maaliskuu/maalis huhtikuu/huhti toukokuu/touko kesäkuu/kesä heinäkuu/heinä elokuu/elo syyskuu/syys lokakuu/loka marraskuu/marras joulukuu/joulu
et jaanuar/jaan veebruar/veebr märts aprill mai juuni juuli august september oktoober november detsember/dets
lv janvār februār mart aprīl maij jūnij jūlij august septembr oktobr novembr decembr
lt sausi vasari kov balandž/balandis geguž birželi liep rugpjū rugsėj spali lapkri gruodž/gruodis
pl styczeń/styczni/sty luty/luteg/lut marzec/marc/marca kwiecień/kwietni/kwi maj czerwiec/czerwc/cze lipiec/lipc/lip sierpień/sierpni/sie wrzesień/wrześni/wrz październik/paź listopad/lis grudzień/grudni/gru
cs leden/ledna/lednu/led únor/úno březen/březn/bře duben/dubn/dub květen/květn/kvě červen/června/červnu/čvn červenec/července/červenci/čvc srpen/srpn/srp září/zář říjen/říjn/říj listopad/lis prosinec/prosinc/pro
sk január február marec/marca apríl máj jún júl august september október november december
sl januar februar marec/marca april maj junij/juni julij/juli avgust/avg september oktober november december
hr siječanj/siječnj/sij veljača/veljač/velj ožujak/ožujk/ožu travanj/travnj/tra svibanj/svibnj/svi lipanj/lipnj srpanj/srpnj kolovoz/kol rujan/rujn/ruj listopad studeni/studenog/stu prosinac/prosinc
sr januar februar mart april maj/maja jun jul avgust septembar/septembr oktobar/oktobr novembar/novembr decembar/decembr
hu január február március/márc április/ápr május/máj június/jún július/júl augusztus szeptember/szept október november december
sq janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor
tr ocak/oca şubat/şub mart nisan/nis mayıs haziran/haz temmuz/tem ağustos/ağu eylül/eyl ekim/eki kasım/kas aralık/ara
az yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr
uz yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr
id januari februari/pebruari maret/mar april mei juni juli agustus/agu/agt september oktober november desember/des
ms januari februari mac april mei jun julai/julai ogos september oktober november disember/dis
sw januari februari machi aprili mei juni julai agosti septemba oktoba novemba desemba
tl enero pebrero marso abril mayo hunyo hulyo agosto setyembre oktubre nobyembre disyembre
af januarie februarie maart april mei junie julie augustus september oktober november desember
zu januwari februwari mashi ephreli meyi juni julayi agasti septhemba okthoba novemba disemba
so janaayo febraayo maarso abriil maajo juunyo luulyo agoosto sebtembar oktoobar nofembar desembar
eo januaro februaro marto aprilo majo junio julio aŭgusto septembro oktobro novembro decembro
cy ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr
ga eanáir feabhra márta aibreán bealtaine meitheamh iúil lúnasa fómhair deireadhfómhair samhain/samhna nollaig/nollag
el ιανουαρ/ιαν/γενάρη φεβρουαρ/φεβ/φλεβάρη μάρτ/μαρτ/μαρ απρίλ/απριλ/απρ μάι/μαΐου/μαΐ/μαι/μαϊ ιούνι/ιουνί/ιουν ιούλι/ιουλί/ιουλ αύγουστ/αυγούστ/αυγ σεπτέμβρ/σεπτεμβρ/σεπ/σεπτ οκτώβρ/οκτωβρ/οκτ νοέμβρ/νοεμβρ/νοε/νοεμ δεκέμβρ/δεκεμβρ/δεκ
ru январ/янв феврал/фев март/мар апрел/апр май/мая/мае июн июл август/авг сентябр/сен/сент октябр/окт ноябр/ноя/нояб декабр/дек
uk січень/січн/січ лютий/лютог/лют березень/березн/бер квітень/квітн/кві/квіт травень/травн/тра/трав червень/червн/чер/черв липень/липн/лип серпень/серпн/сер/серп вересень/вересн/вер жовтень/жовтн/жов/жовт листопад/лис грудень/грудн/гру
be студзень/студзен/студз люты/лютага сакавік красавік/крас май/мая/травень/траўн червень/чэрвен чэрвень/ліпень/ліпен жнівень/жніўн верасень/верасн кастрычнік/каст лістапад/ліст снежань/снежн
bg януари/яну февруари/фев март април май юни юли август септември/септ октомври/окт ноември/ное декември
sr јануар/јан фебруар/феб март април мај јун јул август септембар/септембр октобар/октобр новембар/новембр децембар/децембр
kk қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан
ar يناير/كانونالثاني/جانفي فبراير/شباط/فيفري مارس/آذار/اذار أبريل/ابريل/نيسان/أفريل/إبريل مايو/أيار/ايار/ماي يونيو/حزيران/جوان يوليو/تموز/جويلية/يوليوز أغسطس/اغسطس/آب/أوت/غشت سبتمبر/أيلول/ايلول/شتنبر أكتوبر/اكتوبر/تشرينالأول/تشرينالاول نوفمبر/تشرينالثاني/نونبر ديسمبر/كانونالأول/كانونالاول/دجنبر
fa ژانویه فوریه مارس آوریل مه/می ژوئن ژوئیه/جولای اوت/آگوست سپتامبر اکتبر نوامبر دسامبر
ur جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر
he ינואר/ינו פברואר/פבר מרץ/מרס אפריל/אפר מאי יוני יולי אוגוסט/אוג ספטמבר/ספט אוקטובר/אוק נובמבר/נוב דצמבר/דצמ
hi जनवरी/जन फरवरी/फ़रवरी/फर मार्च अप्रैल/अप्रै मई जून जुलाई/जुल अगस्त/अग सितंबर/सितम्बर/सित अक्टूबर/अक्तूबर/अक्टू नवंबर/नवम्बर/नव दिसंबर/दिसम्बर/दिस
mr जानेवारी/जाने फेब्रुवारी/फेब्रु मार्च एप्रिल मे जून जुलै ऑगस्ट सप्टेंबर/सप्टें ऑक्टोबर/ऑक्टो नोव्हेंबर/नोव्हें डिसेंबर/डिसें
ne जनवरी फेब्रुअरी मार्च अप्रिल मे जुन जुलाई अगस्ट सेप्टेम्बर अक्टोबर नोभेम्बर डिसेम्बर
bn জানুয়ারি/জানুয়ারী ফেব্রুয়ারি/ফেব্রুয়ারী মার্চ এপ্রিল মে জুন জুলাই আগস্ট/অগাস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর
ta ஜனவரி/ஜன பிப்ரவரி/பிப் மார்ச் ஏப்ரல்/ஏப் மே ஜூன் ஜூலை ஆகஸ்ட்/ஆகஸ்டு/ஆக செப்டம்பர்/செப் அக்டோபர்/அக் நவம்பர்/நவ டிசம்பர்/டிச
te జనవరి ఫిబ్రవరి మార్చి ఏప్రిల్ మే జూన్ జులై/జూలై ఆగస్టు/ఆగస్ట్ సెప్టెంబర్ అక్టోబర్ నవంబర్ డిసెంబర్
gu જાન્યુઆરી ફેબ્રુઆરી માર્ચ એપ્રિલ મે જૂન જુલાઈ ઑગસ્ટ/ઓગસ્ટ સપ્ટેમ્બર ઑક્ટોબર/ઓક્ટોબર નવેમ્બર ડિસેમ્બર
kn ಜನವರಿ ಫೆಬ್ರವರಿ/ಫೆಬ್ರುವರಿ ಮಾರ್ಚ್ ಏಪ್ರಿಲ್ ಮೇ ಜೂನ್ ಜುಲೈ ಆಗಸ್ಟ್ ಸೆಪ್ಟೆಂಬರ್ ಅಕ್ಟೋಬರ್ ನವೆಂಬರ್ ಡಿಸೆಂಬರ್
ml ജനുവരി ഫെബ്രുവരി മാർച്ച് ഏപ്രിൽ മേയ്/മെയ് ജൂൺ ജൂലൈ/ജൂലായ് ഓഗസ്റ്റ്/ആഗസ്റ്റ് സെപ്റ്റംബർ ഒക്ടോബർ നവംബർ ഡിസംബർ
pa ਜਨਵਰੀ ਫ਼ਰਵਰੀ/ਫਰਵਰੀ ਮਾਰਚ ਅਪ੍ਰੈਲ ਮਈ ਜੂਨ ਜੁਲਾਈ ਅਗਸਤ ਸਤੰਬਰ ਅਕਤੂਬਰ ਨਵੰਬਰ ਦਸੰਬਰ
si ජනවාරි පෙබරවාරි මාර්තු අප්‍රේල්/අප්රේල් මැයි ජූනි ජූලි අගෝස්තු සැප්තැම්බර් ඔක්තෝබර් නොවැම්බර් දෙසැම්බර්
th มกราคม/มค กุมภาพันธ์/กพ มีนาคม/มีค เมษายน/เมย พฤษภาคม/พค มิถุนายน/มิย กรกฎาคม/กค สิงหาคม/สค กันยายน/กย ตุลาคม/ตค พฤศจิกายน/พย ธันวาคม/ธค
km មករា កុម្ភៈ មីនា មេសា ឧសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ
lo ມັງກອນ ກຸມພາ ມີນາ ເມສາ ພຶດສະພາ ມິຖຸນາ ກໍລະກົດ ສິງຫາ ກັນຍາ ຕຸລາ ພະຈິກ ທັນວາ
ka იანვარ/იანვ თებერვალ/თებერვლ/თებ მარტ აპრილ/აპრ მაის ივნის/ივნ ივლის/ივლ აგვისტო/აგვ სექტემბერ/სექტემბრ/სექ ოქტომბერ/ოქტომბრ/ოქტ ნოემბერ/ნოემბრ/ნოე დეკემბერ/დეკემბრ/დეკ
hy հունվար փետրվար մարտ ապրիլ մայիս հունիս հուլիս օգոստոս սեպտեմբեր հոկտեմբեր նոյեմբեր դեկտեմբեր
am ጃንዩወሪ/ጥር ፌብሩወሪ ማርች ኤፕሪል ሜይ ጁን ጁላይ ኦገስት ሴፕቴምበር ኦክቶበር ኖቬምበር ዲሴምበር
"""

_SOLAR = (
    "فروردین/حمل اردیبهشت/ثور خرداد/جوزا تیر/سرطان مرداد/امرداد/اسد شهریور/سنبله"
    " مهر/میزان آبان/عقرب آذر/قوس دی/جدی بهمن/دلو اسفند/حوت"
)

OFFSETS = {
    "UTC": 0, "GMT": 0, "UT": 0, "Z": 0, "WET": 0, "WEST": 60, "BST": 60, "CET": 60, "MEZ": 60, "WAT": 60, "CEST": 120, "MESZ": 120,
    "EET": 120, "CAT": 120, "SAST": 120, "EEST": 180, "MSK": 180, "EAT": 180, "TRT": 180, "PKT": 300, "IST": 330, "NPT": 345, "BDT": 360,
    "ICT": 420, "WIB": 420, "SGT": 480, "HKT": 480, "PHT": 480, "MYT": 480, "AWST": 480, "WITA": 480, "JST": 540, "KST": 540, "WIT": 540,
    "ACST": 570, "AEST": 600, "ACDT": 630, "AEDT": 660, "NZST": 720, "NZDT": 780, "NST": -210, "NDT": -150, "AST": -240, "ADT": -180,
    "BRT": -180, "ART": -180, "CLT": -240, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480,
    "PDT": -420, "AKST": -540, "AKDT": -480, "HST": -600,
}  # fmt: skip
"""Abbreviation as written in capitals -> minutes east of Greenwich; where two zones share one, the one news pages use."""

ZONES = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
    "AEST/AEDT": "Australia/Sydney",
}
"""Abbreviations that leave it open whether summer time holds -> IANA name."""


def plain(word: str) -> str:
    """Return a lower-case word without the accents of Latin, Greek and Cyrillic letters."""
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFD", word) if not "\u0300" <= c <= "\u036f")


def _table(rows: list[list[str]]) -> dict[str, int]:
    return {plain(name): number for row in rows for number, names in enumerate(row, 1) for name in names.split("/")}


MONTHS = _table([line.split()[1:] for line in reversed(_ROWS.strip().splitlines())])
"""Plain name -> 1 to 12. Where two languages disagree, the row that stands first wins."""

SOLAR_MONTHS = _table([_SOLAR.split()])
"""Months of the Persian and Afghan solar year."""

CROATIAN_OCTOBER = "listopada"
"""With a full stop after the day it is Croatian and means October; without, Polish November."""
