package lead

import (
	"cmp"
	"fmt"
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// countryIndex is read-only once built.
type countryIndex struct {
	codes  map[string]string // alpha-2, alpha-3 and numeric → alpha-2
	found  map[string]string // key of an English name or alias → alpha-2, "" for several
	names  map[string]string // alpha-2 → English name
	people map[string]string // what its people are called → alpha-2
	twins  map[string][2]string
}

// countries builds the index of codes and English names when a country is first
// looked up, so that a start without one does not pay for it.
var countries = sync.OnceValue(func() countryIndex {
	x := countryIndex{codes: map[string]string{}, found: map[string]string{}, names: map[string]string{}, people: map[string]string{}, twins: twinStates()}
	names, ours := display.English.Regions(), countryNames()
	for _, r := range allCountries() {
		code, name := r.String(), names.Name(r)
		x.found[countryKey(name)] = code
		name = cmp.Or(ours[code], plain(name))
		x.names[code] = name
		x.found[countryKey(name)] = code
		for _, c := range []string{code, r.ISO3(), fmt.Sprintf("%03d", r.M49())} {
			x.codes[c] = code
		}
	}
	for code, others := range countryAliases() {
		for _, other := range others {
			x.found[countryKey(other)] = code
		}
	}
	for twin, pair := range x.twins {
		if pair[0] != "CN" { // China without such a word is the People's Republic
			x.found[twin] = ""
		}
	}
	for code, people := range peopleOfStates() {
		for word := range strings.FieldsSeq(people) {
			x.people[word] = code
		}
	}
	for _, several := range []string{"virgin islands", "netherlands antilles", "nederlandse antillen", "nederlandske antiller", "antilles", "são martinho", "nigera"} {
		x.found[countryKey(several)] = ""
	}
	return x
})

// Names that are not English are indexed when one is looked up: those of the
// languages that most companies write in some 6 ms, all others, the countries' own
// among them, in 40.
var (
	nearCountries = sync.OnceValue(func() map[string]string { return namesIn("de es fr it nl pt pl sv da no fi") })
	farCountries  = sync.OnceValue(func() map[string]string {
		return namesIn(`af ar az be bg bn bs ca cs cy el et eu fa fil ga gl gu he hi hr hu hy id is ja ka kk km kn ko ky lb lo lt lv
			mk ml mn mr ms mt my ne nn pa ps pt-PT ro ru si sk sl sq sr sr-Latn sw ta te th tr uk ur uz vi zh zh-Hant`)
	})
)

// namesIn gives the key of each name in languages, as the CLDR calls them, with its
// country's code. A name that two languages give to different countries has none.
func namesIn(languages string) map[string]string {
	found := map[string]string{}
	for tag := range strings.FieldsSeq(languages) {
		names := display.Regions(language.Make(tag))
		for _, r := range allCountries() {
			key, code := countryKey(names.Name(r)), r.String()
			if other, ok := found[key]; ok && other != code {
				code = ""
			}
			found[key] = code
		}
	}
	delete(found, "")
	return found
}

// allCountries are the countries and territories of ISO 3166-1 as it is today,
// and Kosovo, whose code ISO leaves to its users.
var allCountries = sync.OnceValue(func() []language.Region {
	var out []language.Region
	for _, r := range language.Supported.Regions() {
		reserved := strings.Contains(" AC CP DG TA ", " "+r.String()+" ") // for parts of others
		if r.IsCountry() && !reserved && r.Canonicalize() == r && display.English.Regions().Name(r) != "" && r.ISO3() != "ZZZ" {
			out = append(out, r)
		}
	}
	return out
})

// plain writes a name of the Unicode CLDR without its abbreviations.
func plain(name string) string {
	return strings.NewReplacer("&", "and", "St. ", "Saint ", "U.S.", "US").Replace(name)
}

// countryNames are the names that are shorter than the CLDR's, or newer than
// those of its release in x/text.
func countryNames() map[string]string {
	return map[string]string{
		"CC": "Cocos Islands",
		"CD": "Democratic Republic of the Congo",
		"CG": "Republic of the Congo",
		"CV": "Cabo Verde",
		"HK": "Hong Kong",
		"MK": "North Macedonia",
		"MM": "Myanmar",
		"MO": "Macao",
		"PS": "Palestine",
		"SZ": "Eswatini",
		"TR": "Türkiye",
	}
}

// Words of official names, folded: of states of the people, which tell the two
// Koreas, Congos and Chinas apart, of other states, and of islands and articles.
var (
	peoplesWords = wordSet(`
		democratic dem peoples demokratische demokratischen volksrepublik democratique populaire democratica popular democratische volksrepubliek
		demokraattinen kansantasavalta demokratiska folkrepubliken demokratiske folkerepublikken popolare demokratyczna ludowa ludowo
	`)
	stateWords = wordSet(`
		republic kingdom state states federal federated federation federative united socialist islamic arab commonwealth principality sultanate grand duchy
		union independent cooperative operative plurinational bolivarian oriental hashemite emirate territory rep fed pdr republik konigreich staat staaten
		bundesrepublik sozialistische islamische arabische vereinigte vereinigtes foderation foderierte furstentum grossherzogtum sultanat emirat unabhangiger
		kooperative plurinationaler bolivarische republique royaume etat etats federale unie unis principaute duche islamique arabe socialiste independant
		bolivarienne republica reino estado estados federacion federativa principado gran ducado sultanato emirato islamica socialista unida unidos
		independiente cooperativa plurinacional bolivariana mancomunidad repubblica regno stato stati federati unita uniti principato granducato unione araba
		indipendente federacao grao uniao independente republiek koninkrijk staten federatie federatieve islamitisch islamitische emiraat socialistische
		verenigde vorstendom groothertogdom sultanaat onafhankelijke cooperatieve plurinationale bolivariaanse gemenebest bondsrepubliek land oostelijke
		hasjemitisch konungariket republiken republikken republikk kungariket kongeriget kongeriket forbundsrepubliken forbundsrepublikken islamiska islamiske
		arabiska socialistiska forenade forenede forente storhertigdomet storhertugdommet furstendomet fyrstendommet sultanatet emiratet unionen republika
		krolestwo panstwo federacja federacyjna federalna islamska arabska socjalistyczna confederation eidgenossenschaft bondsstaat confederazione
		confederacion tasavalta kuningaskunta federes staterna zjednoczone ksiestwo wielkie unia rzeczpospolita wspolnota
	`)
	plainWords = wordSet(`
		formerly of der des die das den det de di da do dos du del della delle dell d la le les l los las el van von dei island islands isle isles insel
		inseln isla islas ile iles isola isole ilha ilhas wyspa wyspy eiland eilanden archipelago archipel archipelag archipielago arcipelago arquipelago
	`)
)

// islands are the words for them that grow onto a name: Pitcairnøyene.
func islands() []string {
	return []string{"inseln", "oarna", "oerne", "oyene", "oyane", "eilanden", "eiland", "saaret"}
}

// peopleOfStates are what the people of some countries are called, in the official
// names of their states: "République française".
func peopleOfStates() map[string]string {
	return map[string]string{
		"AR": "argentine argentina argentijnse argentinische",
		"CH": "swiss schweizerische suisse svizzera suiza zwitserse",
		"CZ": "czech tschechische tcheque checa ceca tcheca tsjechische tjekkiske tsjekkiske tjeckiska czeska tsekin",
		"DO": "dominican dominikanische dominicaine dominicana dominicaanse dominikanske dominikanska",
		"FR": "french franzosische francaise francesa francese franse franska franske",
		"GA": "gabonese gabunische gabonaise gabonesa",
		"GR": "hellenic hellenische hellenique helenica ellenica helleense",
		"HU": "hungarian ungarische hongroise hongaarse",
		"IE": "irish irische ierse",
		"IS": "icelandic islandische ijslandse",
		"IT": "italian italienische italienne italiana italiaanse",
		"KG": "kyrgyz kirgisische kirghize kirgizische",
		"LB": "lebanese libanesische libanaise libanesa libanese",
		"MX": "mexican mexikanische mexicains mexicanos messicani mexicaanse",
		"PT": "portuguese portugiesische portugaise portuguesa portoghese portugese",
		"RO": "romanian rumanische roumaine roemeense",
		"RU": "russian russische russe rusa russa ryska russiske rosyjska",
		"SK": "slovak slowakische slovaque eslovaca slovacca slowaakse slovenska",
		"SY": "syrian syrische syrienne siria",
		"TG": "togolese togolaise togoische",
		"TM": "turkmeense",
		"TN": "tunisian tunesische tunisienne",
	}
}

// twinStates are the names of two states each: the people's, and the other one.
func twinStates() map[string][2]string {
	china, korea, congo := [2]string{"CN", "TW"}, [2]string{"KP", "KR"}, [2]string{"CD", "CG"}
	return map[string][2]string{
		"china": china, "chine": china, "cina": china, "kina": china, "chiny": china, "chinska": china, "chinese": china, "chinesische": china, "chinoise": china,
		"korea": korea, "coree": korea, "corea": korea, "coreia": korea, "korean": korea, "coreenne": korea,
		"congo": congo, "kongo": congo, "konga": congo, "kongon": congo, "ancongo": congo, "конго": congo,
	}
}

// countryAliases are other names in use, folded, by alpha-2 code.
func countryAliases() map[string][]string {
	return map[string][]string{
		"US": {"usa", "united states of america", "america", "us of a", "estados unidos", "us", "amerika", "amerique", "eeuu", "eua", "vs"},
		"GB": {"uk", "verenigd koninkrijk van groot brittannie en noord ierland", "united kingdom of great britain and n ireland", "great britain", "britain", "england", "scotland", "wales", "northern ireland", "united kingdom of great britain and northern ireland", "britannia", "grossbritannien", "vk", "yhdistynyt kuningaskunta"},
		"NL": {"holland", "nederland", "niederlande", "kingdom of the netherlands", "nederlandene", "nederlanden"},
		"KR": {"rok", "korea south", "s korea", "한국", "남한"},
		"KP": {"dprk", "korea north", "n korea", "북한"},
		"CZ": {"czech republic", "ceska republika", "cesko"},
		"DE": {"deutschland", "brd", "federal republic of germany", "allemagne", "alemania"},
		"AT": {"osterreich", "oesterreich"},
		"CH": {"schweiz", "suisse", "svizzera", "swiss confederation"},
		"ES": {"espana"},
		"IT": {"italia", "italien"},
		"FR": {"frankreich"},
		"BE": {"belgie", "belgique", "belgien"},
		"DK": {"danmark"},
		"SE": {"sverige"},
		"NO": {"norge"},
		"FI": {"suomi", "suomen"},
		"PL": {"polska", "polen"},
		"PT": {"portuguese republic"},
		"HU": {"magyarorszag"},
		"HR": {"hrvatska"},
		"RO": {"rumania"},
		"GR": {"hellas", "el", "ellada"},
		"IE": {"eire", "republic of ireland"},
		"RU": {"russian federation", "russian fed", "rossiya", "российская федерация"},
		"CN": {"peoples republic of china", "p r china", "prc", "中华人民共和国", "中華人民共和國", "mainland china"},
		"TW": {"republic of china", "chinese taipei", "taiwan china", "taiwan province of china", "kina taiwan", "中華民國"},
		"HK": {"hong kong sar", "hong kong china", "hong kong sar china", "hongkong", "hongkong kiinan erityishallintoalue"},
		"MO": {"macau", "macao sar", "macao china", "macau china", "macau sar china", "macao sar china", "makau", "macao kiinan erityishallintoalue"},
		"JP": {"日本国", "nippon", "nihon"},
		"VN": {"viet nam"},
		"LA": {"lao peoples democratic republic", "lao"},
		"MM": {"burma", "birmania myanmar", "mjanma"},
		"TR": {"turkiye cumhuriyeti", "turkey", "turkiye"},
		"AE": {"uae", "vae", "emirates", "forenede arabiske emirater"},
		"SA": {"ksa", "kingdom of saudi arabia", "saudi arabie"},
		"IR": {"islamic republic of iran", "persia"},
		"SY": {"syrian arab republic"},
		"PS": {"palestinian territories", "palestinian territory occupied", "west bank and gaza", "state of palestine", "palestinian territory", "palestina", "palestyna", "palastina", "palaestina", "palestiina", "palestiinalaisalue", "okkuperte palestinske omradene", "palestinska territoriet ockuperade"},
		"MK": {"macedonia", "fyrom", "former yugoslav republic of macedonia", "macedonia polnocna", "macedonia del nord", "macedonia del norte", "macedonia do norte", "macedoine du nord", "noord macedonie", "nord makedonia", "nordmakedonien", "nordmazedonien", "pohjois makedonia"},
		"MD": {"republic of moldova"},
		"BA": {"bosnia", "bosnia herzegovina"},
		"SZ": {"swaziland", "essuatini", "esuatini"},
		"CV": {"cape verde"},
		"CI": {"ivory coast", "costa de marfil", "elfenbeinkuste", "wybrzeze kosci sloniowej"},
		"CD": {"drc", "dr kongo", "dr congo", "congo democratic republic", "zaire", "congo rdc", "rdc", "kongo drk", "congo kinshasa"},
		"CG": {"republic of the congo", "congo brazzaville", "congo republic"},
		"TZ": {"united republic of tanzania"},
		"GM": {"gambia the"},
		"BS": {"bahamas the"},
		"TL": {"east timor", "aust timor"},
		"FM": {"federated states of micronesia", "micronesia fed sts", "micronesie", "mikronesiska federationen"},
		"BN": {"brunei darussalam"},
		"BO": {"plurinational state of bolivia"},
		"VE": {"bolivarian republic of venezuela", "venezuela rb"},
		"MX": {"mexico", "estados unidos mexicanos"},
		"BR": {"brasil"},
		"AR": {"argentine republic"},
		"VA": {"vatican", "holy see", "vatican city state", "saint siege vatican", "santa sede", "santa se", "vatikaanivaltio"},
		"FK": {"falkland", "falklands", "malvinas", "malwinen", "malwiny", "malvine", "malouines", "malvinassaaret"},
		"CC": {"keeling islands", "cocos keeling islands", "cocos keeling", "kookossaaret"},
		"RE": {"reunion island"},
		"SX": {"saint maarten", "sint maarten dutch part", "sint maarten nederlands deel", "sint maarten nederlandsk del", "sint maarten nederlandska delen", "sint maarten neerlandesa", "saint martin hollandsk side"},
		"BQ": {"bonaire", "bonaire saint eustatius och saba", "bonaire saint eustache et saba", "bonaire san eustaquio y saba", "isole bes", "karibische niederlande"},
		"VG": {"bvi", "virgin islands british", "britiske jomfruoer", "jomfruoyane britisk", "jomfruoyene britisk"},
		"VI": {"usvi", "virgin islands us", "amerikanske jomfruoer", "islas virgenes de los estados unidos", "jomfruoyane usa", "jomfruoyene usa", "iles vierges americaines"},
		"UM": {"united states minor outlying islands", "amerikaanse kleinere afgelegen eilanden", "ilhas distantes dos eua", "islas ultramarinas menores de los estados unidos", "isole minori esterne degli stati uniti", "usas ydre smaoer", "usa mindre utanforliggande oyar", "usa mindre utenforliggende oyer", "yhdysvaltain pienet erillissaaret"},
		"AX": {"aland", "alandsoerne"},
		"SJ": {"svalbard", "jan mayen", "norge svalbard og jan mayen"},
		"ST": {"sao tome"},
		"TT": {"trinidad"},
		"AG": {"antigua"},
		"KN": {"saint kitts"},
		"VC": {"saint vincent", "saint vincent och grenadinerna"},
		"SH": {"ascension island", "santelena isola di ascensione e tristan da cunha", "tristan da cunha", "sankt helena", "sankta helena", "santelena ascensione e tristan da cunha", "santa helena ascension y tristan de acuna", "wyspa swietej heleny wyspa wniebowstapienia i tristan da cunha"},
		"NZ": {"aotearoa", "aotearoa new zealand", "new zealand aotearoa"},
		"IN": {"bharat"},
		"UA": {"ukraina"},
		"XK": {"xkx", "republic of kosovo"},
		"AQ": {"antarktyka"},
		"BY": {"wit rusland"},
		"CX": {"natal", "natale", "juloen", "kersteiland"},
		"GF": {"fransk guiana"},
		"GS": {"etela georgia ja etelaiset sandwichinsaaret", "georgia del sud e isole sandwich meridionali", "georgia del sur y las islas sandwich del sur", "georgia do sul e ilhas sandwich do sul", "zuid georgia en de zuidelijke sandwicheilanden", "georgie du sud et les iles sandwich du sud", "sor georgia og sor sandwichoyane", "sor georgia og de sore sandwichoyane", "sor georgia og de sore sandwichoyene"},
		"HM": {"heard mcdonald", "heard e islas mcdonald", "heard och mcdonaldsoarna", "heard og mcdonald oyane", "heard oen og mcdonald oerne", "ilha heard e ilhas mcdonald", "heard et macdonald"},
		"IO": {"chagos", "britisk territorium i indiahavet", "brits indische oceaan", "ocean indien britannique", "territori britannici oceano indiano"},
		"KG": {"kirghizstan"},
		"MF": {"saint martin french part", "saint martin partie francaise", "saint martin francesa", "saint martin fransk side", "saint martin franska delen", "sint maarten frans deel", "collectiviteit van sint maarten", "sint maarten franse antillen", "sao martinho saint martin"},
		"TF": {"franske besiddelser i indiske ocean og antarktis", "franse zuidelijke gebieden", "franska sodra territorierna", "franske sydterritorier", "ranskan etelaiset ja antarktiset alueet", "sore franske territorier", "terras austrais e antarticas francesas", "territori francesi sud", "tierras australes francesas"},
		"WF": {"wallis ja futunasaaret", "wallis og futunaoyane", "wallis og futunaoyene"},
		"ZA": {"rsa", "poludniowa afryka"},
		"TH": {"ประเทศไทย"},
		"FO": {"foroyar"},
		"GL": {"kalaallit nunaat"},
		"MU": {"moris"},
		"GH": {"gaana"},
		"BT": {"འབྲུག", "འབྲུག་ཡུལ"},
		"RW": {"u rwanda"},
		"ET": {"ኢትዮጵያ"},
		"ER": {"ኤርትራ"},
		"TJ": {"тоҷикистон"},
		"SO": {"soomaaliya"},
		"BI": {"uburundi"},
		"MG": {"madagasikara"},
	}
}
