"""The words that stand in nearly every sentence of a language, and its letters beyond the plain ones.

A word that several languages have stands with each of them: it speaks for all, and so for none against the others. Words that
travel, names of things and `hello`, are left out. `l'` stands for what is written before another word, `'s` for what is behind it.
"""

from __future__ import annotations

import re

from voicewright.domain.language import Language

_ENGLISH = (
    "the a an and or but if of in on at to for from with without by as is are was were be been being am isn't aren't wasn't it its this that these "
    "those there here he she him his her hers i me my mine we us our ours you your yours they them their theirs who whom whose which what when "
    "where why how not no yes do does did don't doesn't didn't done have has had haven't will would won't can could can't should shall may might must let "
    "go goes going went gone come comes came get gets got make makes made take takes took see saw seen say says said tell told think know knows knew want "
    "wants need needs like likes love please thank thanks good morning evening night day today tomorrow yesterday now then always never often very "
    "much many more most some any all every each other another one two three four five six seven eight nine ten first last next new old big small "
    "long little great nice man men woman people child time year week way house home work world life hand part place thing things about after before "
    "over under into out up down off again too also just only than so because while until through between against still even well back call called "
    "find found give gave given keep put look looks looked ask asked feel live lives lived play plays wrote read ordered left right turn wait open closed "
    "costs word words name my friend friends book help wore won said song sleeps speak speaks sorry welcome ready really war peace die son van fiancé "
    "fiancée café cafés naïve résumé cliché déjà vu née façade jalapeño piñata über 's 't 'll 're 've 'm 'd"
)
_GERMAN = (
    "der die das den dem des ein eine einen einem einer eines kein keine keinen und oder aber wenn weil dass ob als wie so auch nicht noch nur schon sehr "
    "mehr ich du er sie es wir ihr mich dich ihn ihm uns euch ihnen sich mir dir mein meine meinen dein deine sein seine ihre unser unsere ist sind war "
    "waren bin bist seid wird werden wurde hat habe haben hast hatte kann kannst können muss müssen will wollen willst soll sollen darf möchte mag weiß "
    "geht gehen kommt kommen macht machen gibt in im an am auf aus bei bis durch für gegen mit nach ohne über um unter von vom vor zu zum zur zwischen was "
    "wer wo wann warum welche wohin woher hier da dort jetzt heute morgen gestern immer nie wieder dann doch mal ja nein bitte danke guten gute gut tag "
    "abend nacht viel viele vielen alle alles etwas nichts man eins zwei drei vier fünf sechs sieben acht neun zehn kostet uhr heißt heiße liebe lieber "
    "dieser diese dieses los all hallo wiedersehen tschüss"
)
_DUTCH = (
    "de het een en of maar want dat die dit deze er is zijn was waren ben bent word wordt worden heb hebt heeft hebben had kan kun kunt kunnen moet moeten wil "
    "willen zal zullen mag ga gaat gaan kom komt komen doet doen weet ik je jij u hij zij ze we wij jullie mij me jou hem haar ons hun mijn jouw zijn onze "
    "uw van voor met op in aan naar uit bij om te tot door over onder na tegen zonder niet geen nog ook wel niks niets iets heel erg zeer veel meer dan als "
    "hoe wat wie waar wanneer waarom welke hier daar nu vandaag morgen gisteren altijd nooit weer al ja nee dank alstublieft alsjeblieft goed goede "
    "goedemorgen goedenavond dag een twee drie vier vijf zes zeven acht negen tien kost uur heet heten houd hou thuis so man alle houden"
)
_AFRIKAANS = (
    "die 'n en of maar want dat is was het sal kan moet wil mag word ek jy hy sy ons julle hulle my jou hom haar u van vir met op in aan na uit by om te tot "
    "deur oor onder teen sonder nie geen nog ook wel niks iets baie meer as dan hoe wat wie waar wanneer waarom hoekom watter hier daar nou vandag môre gister "
    "altyd nooit weer al ja nee dankie asseblief goeie goed dit hierdie een twee drie vier vyf ses sewe agt nege tien kos gaan kom weet sê hê wees lief "
    "alle so man"
)
_DANISH = (
    "og er en et de den det der har havde hun han vi du i på til med om for fra af da at så som kan skal vil må ikke jeg mig dig sig min mit mine din dit "
    "sin os jer dem ham hende men eller hvis fordi når hvad hvem hvor hvornår hvorfor hvordan hvilken her nu i dag morgen går altid aldrig igen også kun "
    "meget mere noget nogen ingen alt alle var være været blev bliver gør går kommer ved siger hej tak undskyld ja nej god godt efter før under over ud op "
    "ned ind hjem hjemme lige uden selv mellem kunne skulle ville tog hedder elsker koster to tre fire fem seks syv otte ni ti hjælpe klokken sagde synes "
    "til venligst mange af dage ses ligger henne"
)
_NORWEGIAN = (
    "og er en et ei de den det der har hadde hun han vi du i på til med om for fra av da at så som kan skal vil må ikke jeg meg deg seg min mitt mine din ditt "
    "sin oss dere dem ham henne men eller hvis fordi når hva hvem hvor hvorfor hvordan hvilken her nå i dag morgen går alltid aldri igjen også bare kun "
    "veldig mye mer noe noen ingen alt alle var være vært ble blir gjør går kommer vet sier hei takk unnskyld ja nei god godt bra etter før under over ut opp "
    "ned inn hjem hjemme like uten selv mellom kunne skulle ville tok heter elsker koster to tre fire fem seks sju åtte ni ti hjelpe klokken sa synes å "
    "mange fint snill tusen ses sees ligger"
)
_NYNORSK = (
    "og er ein eit ei dei den det der har hadde ho han vi me du i på til med om for frå av då at så som kan skal vil må ikkje eg meg deg seg min mitt mi mine "
    "din ditt sin oss dykk dykkar henne honom men eller viss fordi når kva kven kvar kor kvifor korleis kva her no i dag morgon går alltid aldri igjen òg "
    "også berre mykje meir noko nokon ingen alt alle var vere vore blei vart blir gjer går kjem veit seier hei takk orsak ja nei god godt bra etter før under "
    "over ut opp ned inn heim heime like utan sjølv mellom kunne skulle ville tok heiter elskar kostar to tre fire fem seks sju åtte ni ti hjelpe klokka sa "
    "trur ikkje nokre mange glad ligg"
)
_SWEDISH = (
    "och är en ett de den det där har hade hon han vi du i på till med om för från av då att så som kan ska skall vill måste inte jag mig dig sig min mitt mina "
    "din ditt sin oss er dem honom henne men eller eftersom när vad vem var varför hur vilken här nu idag i dag morgon imorgon går alltid aldrig igen också "
    "bara mycket mer något någon ingen allt alla vara varit blev blir gör kommer vet säger hej tack ursäkta ja nej god gott bra efter före under över ut "
    "upp ner in hem hemma utan själv mellan kunde skulle ville tog heter älskar kostar två tre fyra fem sex sju åtta nio tio hjälpa klockan sa tycker många "
    "ligger mår ni man ses"
)
_FRENCH = (
    "le la les l' un une des du de d' au aux à a ai as et ou où mais si car que qu' qui quoi dont ce cet cette ces c' ça cela il elle on ils elles je j' tu nous vous "
    "me m' te t' se s' lui leur moi toi mon ma mes ton ta tes son sa ses notre nos votre vos est es suis sommes êtes sont était étaient être été ont avons avez "
    "avait avoir fait faire fais va vais vas allez aller vont peut peux pouvez veut veux voudrais dois doit sait sais ne n' pas plus moins très bien bon bonne "
    "bonjour bonsoir merci salut oui non dans en par pour avec sans sous sur vers chez entre depuis comme quand comment pourquoi combien quel quelle ici là "
    "aujourd'hui demain hier maintenant toujours jamais encore aussi tout tous toute toutes beaucoup peu deux trois quatre cinq sept huit neuf dix "
    "heure heures coûte beau aime y voici voilà déjà vie revoir pleut mille"
)
_SPANISH = (
    "el la los las lo un una unos unas de del al a y e o u pero si que qué quien quién cual cuál este esta esto estos estas ese esa eso es son era fue ser soy "
    "eres somos está están estoy estás estamos estaba hay ha has he han había tiene tengo tienes tienen hace hacer va voy vas van puede puedo puedes quiero "
    "quiere sé sabe yo tú él ella nosotros ustedes usted ellos ellas me te se nos le les mi mis tu tus su sus nuestro nuestra en con sin por para sobre "
    "entre hasta desde como cómo cuando cuándo donde dónde cuánto no sí más menos muy bien bueno buena buenos buenas días día noches tardes tarde gracias favor "
    "hola aquí allí ahora hoy mañana ayer siempre nunca también todo todos toda todas mucho muchos muchas poco nada algo dos tres cuatro cinco seis siete "
    "ocho nueve diez cuesta cuestan buen ni ya hermano amigo señor vida adiós amo ama te"
)
_PORTUGUESE = (
    "o a os as um uma uns umas de do da dos das ao à às aos no na nos nas em e ou mas se que quem qual este esta isto esse essa isso aquele aquela é são era foi "
    "ser sou somos está estão estou estamos estava há tem tenho têm tinha faz fazer vai vou vão pode posso quero quer sei sabe eu tu ele ela nós você vocês "
    "eles elas me te lhe meu minha meus minhas teu tua seu sua seus suas nosso nossa com sem por para pelo pela sobre entre até desde como quando onde quanto "
    "não sim mais menos muito muita muitos bem bom boa dia noite tarde obrigado obrigada favor olá aqui ali agora hoje amanhã ontem sempre nunca também tudo todo todos "
    "toda todas pouco nada algo dois duas três quatro cinco seis sete oito nove dez custa fica já ainda porque adeus amo ama chama"
)
_ITALIAN = (
    "il lo la i gli le l' un uno una un' di del della dei delle dell' al alla allo alle ai agli dal dalla da nel nella nei in con su sul sulla per tra fra a e ed o ma se che "
    "chi cosa quale questo questa questi quest' quello quella è sono era sei siamo siete essere stato ho hai ha abbiamo hanno avere fa fare vado va vai può "
    "posso puoi voglio vuole vorrei so sa io tu lui lei noi voi loro mi ti si ci vi ne mio mia miei tuo tua suo sua nostro nostra non no sì più meno molto "
    "bene buono buona buon bel bello bella giorno buongiorno buonasera sera notte grazie prego favore ciao scusi qui qua lì ora adesso oggi domani ieri sempre mai "
    "anche ancora già tutto tutti tutte tutta poco niente due tre quattro cinque sette otto nove dieci come quando dove dov' perché quanto costa sta stai "
    "sto c' arrivederci mille amo ama"
)
_CATALAN = (
    "el la els les l' lo un una uns unes de del dels d' al als a amb en per i o però si que què qui quin quina aquest aquesta això allò és són era sóc soc ets som "
    "sou ser estar està estic estan estàs estava hi ha he has han havia té tinc tens tenen fa fer vaig va vas van pot puc pots vull vol sé sap jo tu ell ella "
    "nosaltres vostè vosaltres ells elles em et es m' t' s' n' ens us li ho meu meva teu teva seu seva nostre nostra els no sí més menys molt molta "
    "molts moltes bé bo bon bona dia nit tarda gràcies si us plau hola aquí allà ara avui demà ahir sempre mai també tot tots tota totes poc res dos dues "
    "tres quatre cinc sis set vuit nou deu com quan on quant costa fins sobre sense entre perquè ja adéu germà"
)
_ROMANIAN = (
    "și sau dar dacă că să de din la în într- pe cu fără pentru prin după spre până despre un o niște unui unei al a ai ale lui este e sunt ești suntem era eram "
    "fost fi am are avem aveți au avea eu tu el ea noi voi ei ele mă te se ne vă îl îi le îmi îți mi meu mea mei mele tău ta său sa nostru acest această acesta "
    "aceasta acum ce cine care unde când cum cât de ce nu da mai foarte bine bun bună buna ziua seara noaptea dimineața mulțumesc rog salut azi astăzi mâine "
    "ieri mereu niciodată și tot toți toate mult multe puțin nimic ceva aici acolo doi două trei patru cinci șase șapte opt nouă zece costă face faci poate "
    "poți pot vreau vrei știu știe ora frumos si in ca sa iubesc iubește"
)
_POLISH = (
    "i w we z ze na do od o po za dla przez przed przy pod nad u bez a ale lub albo czy że żeby jeśli bo to ten ta te tego tej tym jest są był była było być "
    "jestem jesteś jesteśmy mam masz ma mamy mają nie tak się mnie mi mną ciebie cię ci ty ja on ona ono my wy oni mój moja moje twój twoja jego jej ich nasz "
    "pan pani co kto gdzie kiedy jak dlaczego ile który jaki tu tutaj tam teraz dziś dzisiaj jutro wczoraj zawsze nigdy już jeszcze też także tylko bardzo "
    "dużo więcej wszystko nic coś dobry dobra dobre dobrze dzień wieczór dziękuję proszę przepraszam cześć wiem wie może możesz chcę chce lubię kocham "
    "jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć kosztuje dom domu las ten jutra mów"
)
_CZECH = (
    "a i v ve z ze na do od o po za pro přes před při pod nad u bez s se si k ke ale nebo že aby jestli protože to ten ta ty tento toto toho té tom je jsou byl "
    "byla bylo být jsem jsi jsme jste mám máš má máme mají ne není ano mě mi mně tě ti ty já on ona ono my vy oni můj moje moji tvůj jeho její jejich náš "
    "co kdo kde kdy jak proč kolik který jaký tady tam teď dnes zítra včera vždy nikdy už ještě také taky jen velmi hodně moc více všechno nic něco dobrý "
    "dobrá dobré dobře den večer děkuji díky prosím promiňte ahoj nevím vím ví může můžeš můžu chci chce mám rád jeden dva tři čtyři pět šest sedm osm "
    "devět deset stojí domu doma hodin tak bude počasí hezké miluji"
)
_SLOVAK = (
    "a i v vo z zo na do od o po za pre cez pred pri pod nad u bez s so sa si k ku ale alebo že aby ak pretože lebo to ten tá tie tento toto toho tej tom je sú bol "
    "bola bolo byť som si sme ste mám máš má máme majú nie áno ma mi mne ťa ti ty ja on ona ono my vy oni môj moja moje moji tvoj jeho jej ich náš čo kto kde "
    "kedy ako prečo koľko ktorý aký tu tam teraz dnes zajtra včera vždy nikdy už ešte tiež len veľmi veľa viac všetko nič niečo dobrý dobrá dobré dobre deň "
    "večer ďakujem vďaka prosím prepáčte ahoj neviem viem vie môže môžeš môžem chcem chce rád jeden dva dve tri štyri päť šesť sedem osem deväť desať stojí domu "
    "doma hodín tak bude však počasie pekné milujem"
)
_SLOVENIAN = (
    "in ali a pa ker če da ki kot v na z s iz do od o po za pri pod nad brez k h med čez to ta te ti tega te tem je so sem si smo ste bil bila bilo biti bi ne ni da "
    "imam imaš ima imamo imajo se me mi te ti ga jo jaz ti on ona mi vi oni moj moja moje tvoj njegov njen naš kaj kdo kje kam kdaj kako zakaj koliko kateri "
    "tu tukaj tam zdaj danes jutri včeraj vedno nikoli že še tudi samo zelo veliko več vse nič nekaj dober dobra dobro dan večer jutro hvala prosim "
    "oprostite živjo vem ve lahko moram hočem hoče želim rad en ena dva dve tri štiri pet šest sedem osem devet deset stane doma ura ob kajne bo ljubim vreme lepo lepa"
)
_CROATIAN = (
    "i ili a ali jer ako da što koji kao u na s sa iz do od o po za pri pod nad bez k kod među kroz to ta taj ovaj ova ovo toga te tom je su sam si smo ste bio "
    "bila bilo biti bi ne nije nisam da imam imaš ima imamo imaju se me mi mene te ti tebe ga ju ja on ona ono mi vi oni moj moja moje tvoj njegov njen naš "
    "tko gdje kamo kada kad kako zašto koliko tu ovdje tamo sada danas sutra jučer uvijek nikad nikada već još također samo vrlo jako puno više sve ništa "
    "nešto dobar dobra dobro dan večer jutro hvala molim oprostite bok znam zna mogu može možeš moram hoću želim volim jedan dva dvije tri četiri pet "
    "šest sedam osam devet deset košta kuće kući sati li vas mama bit će vrijeme lijepo lijepa zove zoveš svima"
)
_HUNGARIAN = (
    "a az egy és vagy de ha hogy mert mint is nem ne igen van vannak volt voltak lesz vagyok vagy vagyunk lenni én te ő mi ti ők ez azt ezt itt ott ide oda engem "
    "téged neki nekem neked mi ki hol mikor hogyan miért mennyi melyik milyen most ma holnap tegnap mindig soha már még csak nagyon sok több minden semmi "
    "valami jó szép reggelt napot estét köszönöm kérem kérek bocsánat szia tudom tudod tud kell lehet szeretem szeretnék szeret megy jön kerül ára egy két "
    "kettő három négy öt hat hét nyolc kilenc tíz óra órakor nélkül után előtt alatt fölött között össze meg el ki be le fel vissza itthon otthon hogy mit szeretlek szereti"
)
_FINNISH = (
    "ja tai mutta jos että koska kun kuin niin myös ei en et emme ette eivät on ovat oli olivat olen olet olemme olette olla ollut se ne tämä tuo nämä nuo sen tämän minä "
    "sinä hän me te he minun sinun hänen meidän teidän minua sinua minulla sinulla hänellä minulle sinulle mitä mikä kuka missä mistä mihin milloin miksi "
    "miten kuinka paljonko täällä siellä tässä siinä nyt tänään huomenna eilen aina koskaan vielä jo vain hyvin erittäin paljon enemmän kaikki mitään jotain hyvä "
    "hyvää päivää huomenta iltaa kiitos anteeksi moi hei kyllä voi voin voit voitko haluan tiedän tiedä pitää rakastan yksi kaksi kolme neljä viisi kuusi "
    "seitsemän kahdeksan yhdeksän kymmenen maksaa kello ole ollaan kanssa ilman jälkeen ennen minut sinut sää kaunis"
)
_TURKISH = (
    "ve veya ama fakat eğer çünkü ki de da bu şu o bir iki üç dört beş altı yedi sekiz dokuz on ben sen biz siz onlar benim senin onun bizim sizin beni seni onu bana "
    "sana ona ne kim nerede nereye nasıl neden niçin kaç hangi ne zaman burada orada şimdi bugün yarın dün her zaman hiç daha çok az en için ile gibi kadar "
    "sonra önce değil var yok evet hayır lütfen teşekkür ederim ederiz merhaba günaydın güzel iyi mi mı mu mü misin mısın musun müsün miyim değilim olan "
    "oldu olur olarak istiyorum biliyorum bilmiyorum saat lira kaça şey bütün nasılsın nasılsınız"
)
_VIETNAMESE = (
    "và của là có không các những một hai ba bốn năm sáu bảy tám chín mười tôi bạn anh chị em ông bà cô chú nó họ chúng ta mình này đó kia đây ở trong trên "
    "dưới với cho từ đến để về ra vào lên được bị đã đang sẽ rất lắm quá nhiều ít hơn cũng thì mà nếu vì nên khi nào gì ai đâu sao thế bao nhiêu hôm nay "
    "mai ngày giờ xin chào cảm ơn vâng dạ tốt đẹp yêu biết muốn đi làm nhà người con mẹ cha giá nói ăn học lúc"
)
_INDONESIAN = (
    "yang dan atau tetapi tapi di ke dari dengan untuk pada dalam ini itu adalah ada tidak tak bukan jangan sudah belum akan bisa bisakah boleh saya aku dia mereka kami "
    "kita kamu anda kalian apa siapa mana kapan bagaimana mengapa kenapa berapa sekarang hari besok kemarin pagi siang sore malam selamat terima kasih tolong "
    "silakan mohon banyak sangat sekali lebih juga lagi saja hanya satu dua tiga empat lima enam tujuh delapan sembilan sepuluh orang rumah pergi datang makan "
    "minum suka harga harganya nama baik baru besar kecil tahu sedang cinta sini sana hujan pukul jam kepada oleh karena jika kalau seperti semua bagus "
    "mau ingin ingat nggak banget bapak uang mobil kantor sampai kabar cuacanya ayo"
)
_MALAY = (
    "yang dan atau tetapi tapi di ke dari dengan untuk pada dalam ini itu adalah ialah ada tidak tak bukan jangan sudah belum akan boleh saya aku dia mereka kami kita awak "
    "kamu anda apa siapa mana bila bilakah bagaimana mengapa kenapa berapa sekarang hari esok semalam pagi petang malam selamat terima kasih tolong sila "
    "banyak sangat sekali lebih juga lagi sahaja hanya satu dua tiga empat lima enam tujuh lapan sembilan sepuluh orang rumah pergi datang makan minum suka "
    "harga nama baik baru besar kecil tahu sedang cinta sini sana hujan pukul jam kepada oleh kerana jika kalau seperti semua bagus nak hendak mahu ingin "
    "sihat encik cik puan duit pejabat sampai khabar ialah kad cikgu murid sekejap balik guna"
)
_FILIPINO = (
    "ang ng mga sa at ay na ni si kay ko mo niya namin natin ninyo nila ako ikaw ka siya kami tayo kayo sila akin iyo kanya amin atin inyo kanila ito iyan iyon "
    "dito diyan doon hindi oo opo wala may mayroon po ho ba pa nga naman lang din rin kung dahil pero o para kapag nang ano sino saan nasaan nasa kailan bakit "
    "paano magkano ilan alin ngayon bukas kahapon lagi araw gabi umaga magandang maganda mabuti salamat maraming kumusta kamusta paalam isa dalawa dalawang tatlo apat "
    "lima anim pito walo siyam sampu tao bahay gusto alam mahal kita huwag puwede pwede kong mong akong aking iyong"
)

WORDS: dict[Language, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        Language.ENGLISH: _ENGLISH, Language.GERMAN: _GERMAN, Language.DUTCH: _DUTCH, Language.AFRIKAANS: _AFRIKAANS, Language.DANISH: _DANISH,
        Language.NORWEGIAN: _NORWEGIAN, Language.NYNORSK: _NYNORSK, Language.SWEDISH: _SWEDISH, Language.FRENCH: _FRENCH, Language.SPANISH: _SPANISH,
        Language.PORTUGUESE: _PORTUGUESE, Language.ITALIAN: _ITALIAN, Language.CATALAN: _CATALAN, Language.ROMANIAN: _ROMANIAN,
        Language.POLISH: _POLISH, Language.CZECH: _CZECH, Language.SLOVAK: _SLOVAK, Language.SLOVENIAN: _SLOVENIAN, Language.CROATIAN: _CROATIAN,
        Language.HUNGARIAN: _HUNGARIAN, Language.FINNISH: _FINNISH, Language.TURKISH: _TURKISH, Language.VIETNAMESE: _VIETNAMESE,
        Language.INDONESIAN: _INDONESIAN, Language.MALAY: _MALAY, Language.FILIPINO: _FILIPINO,
    }.items()
}  # fmt: skip
"""Of each language written in Latin letters, in lower case."""

LETTERS: dict[Language, str] = {
    Language.ENGLISH: "", Language.GERMAN: "äöüß", Language.DUTCH: "éëïèóöü", Language.AFRIKAANS: "êëïôûéèáúóí", Language.DANISH: "æøåé",
    Language.NORWEGIAN: "æøåéòôóè", Language.NYNORSK: "æøåéòôóè", Language.SWEDISH: "åäöé", Language.FRENCH: "àâæçéèêëîïôœùûüÿ",
    Language.SPANISH: "áéíóúüñ", Language.PORTUGUESE: "áâãàçéêíóôõúü", Language.ITALIAN: "àèéìòùî", Language.CATALAN: "àçèéíïòóúü·",
    Language.ROMANIAN: "ăâîșşțţ", Language.POLISH: "ąćęłńóśźż", Language.CZECH: "áčďéěíňóřšťúůýž", Language.SLOVAK: "áäčďéíĺľňóôŕšťúýž",
    Language.SLOVENIAN: "čšž", Language.CROATIAN: "čćđšž", Language.HUNGARIAN: "áéíóöőúüű", Language.FINNISH: "äöå", Language.TURKISH: "çğıöşüâîû",
    Language.VIETNAMESE: "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ", Language.INDONESIAN: "é",
    Language.MALAY: "é", Language.FILIPINO: "ñ",
}  # fmt: skip
"""Which words of a language may hold, beside a to z."""

_WORD = re.compile(r"[^\W\d_]+(?:['’·-][^\W\d_]+)*['’]?|[¿¡]")
_QUOTED = re.compile(r"“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|\"[^\"]*\"")
_UNIT = re.compile(r"\d ?[^\W\d_]{1,3}\b")
"""`5 min`, `2 h`: a sign, which is written alike everywhere."""
_CAPITAL = ("I", "I'm", "I’m", "I'll", "I’ll", "I've", "I’ve", "I'd", "I’d", "Sie", "Ihnen", "Ihr", "Ihre")
"""What is no name though it is written like one."""
_KNOWN = 2.5
"""What a word speaks for its languages, as a logarithm of likelihood: one in a hundred words here, one in a thousand elsewhere."""
_FOREIGN = 3.0
"""What a letter speaks against the languages that do not have it."""
_LESS = 0.4
"""How much of that is left for names and quotations, which any language has."""


def evidence(text: str) -> dict[Language, float]:
    """For and against each language, by the words and letters of a text in lower or upper case."""
    scores = dict.fromkeys(WORDS, 0.0)
    for word, weight in _weighed(text).items():
        parts = _parts(word)
        foreign = {char for char in word if char.isalpha() and not char.isascii()}
        for language, known in WORDS.items():
            if found := len(known & parts):
                scores[language] += weight * _KNOWN * found
            elif foreign - _ALPHABETS[language]:
                scores[language] -= weight * _FOREIGN
    return scores


_ANYBODYS = frozenset[str]().union(*WORDS.values())
_ALPHABETS = {language: frozenset(letters) for language, letters in LETTERS.items()}


def _weighed(text: str) -> dict[str, float]:
    """The words, each once, and how much they count."""
    shouted = text.isupper()
    weights: dict[str, float] = {}
    text = _UNIT.sub(" ", text)
    rest = _QUOTED.sub(" ", text)
    for part, weight in ((text, _LESS), (rest, 1.0)):
        first = True
        for found in _WORD.finditer(part):
            word = found.group()
            lowered = word.lower()
            beginning = first and not _ANYBODYS.isdisjoint(_parts(lowered))
            name = word[0].isupper() and word not in _CAPITAL and not beginning and not shouted
            weights[lowered] = max(weights.get(lowered, 0.0), _LESS * weight if name else weight)
            first = False
    return weights


def _parts(word: str) -> set[str]:
    """`l'amour` is also `l'` and `amour`; `it's` is also `it` and `'s`."""
    word = word.replace("’", "'")
    parts = {word, word.strip("'")}
    for mark in ("'", "-"):
        left, found, right = word.partition(mark)
        if found:
            parts |= {left, right} if mark == "-" else {left + "'", "'" + right, left, right}
    return parts
