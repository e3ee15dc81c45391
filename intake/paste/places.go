package paste

import (
	"sync"

	"leadpad/safe/lazyregexp"
)

// What a town's name may look like, and what stands for a state or a postal code
// where.
const (
	place    = `[\p{Lu}\p{Lo}][\p{L}\p{M}.'’\-]*(?:[ /]+(?:[\p{L}\p{M}.'’\-]+))*`
	words    = `[\p{Lu}\p{Lo}][\p{L}\p{M}.'’]*(?: +\p{L}[\p{L}\p{M}.'’\-]*)*` // without slashes and a hyphen at its end
	town     = `(` + place + `)`
	townTail = `(` + place + tail + `)`
	tail     = `(?:\s+(?i:cedex)(?:\s+\d{1,2})?|\s+\d{1,2}(?:$|,)|\s+[A-Z]{1,2}(?:$|,))?`
	usStates = `AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC|D\.C\.|PR|Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming`
	caStates = `AB|BC|B\.C\.|N\.S\.|N\.B\.|P\.E\.I\.|MB|NB|NL|NS|NT|NU|ON|PE|QC|SK|YT|Alberta|British Columbia|Manitoba|New Brunswick|Nova Scotia|Ontario|Qu[eé]bec|Saskatchewan`
	inStates = `Andhra Pradesh|Arunachal Pradesh|Assam|Bihar|Chhattisgarh|Delhi|Goa|Gujarat|Haryana|Himachal Pradesh|Jharkhand|Karnataka|Kerala|Madhya Pradesh|Maharashtra|Manipur|Meghalaya|Odisha|Punjab|Rajasthan|Sikkim|Tamil Nadu|Telangana|Tripura|Uttar Pradesh|Uttarakhand|West Bengal|Tamilnadu|Orissa`
	auStates = `NSW|VIC|QLD|SA|WA|TAS|ACT|NT|Vic|Qld|Tas|New South Wales|Victoria|Queensland|South Australia|Western Australia|Tasmania`
	brStates = `AC|AL|AP|AM|BA|CE|DF|ES|GO|MA|MT|MS|MG|PA|PB|PR|PE|PI|RJ|RN|RS|RO|RR|SC|SP|SE|TO`
	mxStates = `CDMX|Jal\.|N\.L\.|Edo\. de M[eé]x\.|Jalisco|Nuevo Le[oó]n|Puebla|Quer[eé]taro|Guanajuato|Yucat[aá]n`
	ukCode   = `(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})`
	caCode   = `[A-Z]\d[A-Z][ -]?\d[A-Z]\d`
	ieCode   = `(?:[AC-FHKNPRTV-Y]\d[\dW] ?[0-9AC-FHKNPRTV-Y]{4})`
)

// order is how the parts stand in the last line of an address. city, state and
// postal are groups of form, 0 for none.
type order struct {
	form                        *lazyregexp.Regexp
	country                     string // where it is used, "" for several
	city, state, postal, prefix int
	needs                       bool // a street beside it, or the country, says that it is an address
	regions                     string
	dashed                      bool   // a dash may stand between its parts
	sign                        string // stands in the form, so that others are passed over
	ends                        bool   // nothing but a country follows
}

// least is how many digits a piece has at least that this order fits.
func (o order) least() int {
	switch o.country {
	case "GB", "IE":
		return 2
	case "CA":
		return 3
	case "US", "MX", "IT", "PL":
		return 5
	case "IN", "SG":
		return 6
	case "PT", "JP":
		return 7
	case "BR":
		return 8
	}
	const short = 3 // Iceland; the others have four and more
	return short
}

var (
	usPlace = lazyregexp.New(`(?:` + town + `\s?,?\s+)?\b(` + usStates + `),?\s+(\d{5}(?:-\d{4})?)(?:$|[\s,.])`)
	ukPlace = lazyregexp.New(`(?:` + town + `[,\s]+)?\b(` + ukCode + `)(?:$|[\s,.])`)
)

// orders lists them, the ones that nothing else looks like first.
var orders = sync.OnceValue(func() []order {
	return []order{
		{form: usPlace, country: "US", city: 1, state: 2, postal: 3},
		{form: caPlace, country: "CA", city: 1, state: 2, postal: 3},
		{form: auPlace, country: "AU", city: 1, state: 2, postal: 3},
		{form: mtPlace, country: "MT", city: 1, postal: 2, needs: true, regions: "MT"},
		{form: ukPlace, country: "GB", city: 1, postal: 2},
		{form: iePlace, country: "IE", city: 1, postal: 2, needs: true, regions: "IE"},
		{form: nlPlace, country: "NL", prefix: 1, postal: 2, city: 3},
		{form: brPlace, sign: "-", country: "BR", city: 1, state: 2, postal: 3, dashed: true},
		{form: arPlace, country: "AR", postal: 1, city: 2},
		{form: brFirst, sign: "-", dashed: true, country: "BR", postal: 1, city: 2, state: 3},
		{form: ptPlace, sign: "-", country: "PT", prefix: 1, postal: 2, city: 3},
		{form: plPlace, sign: "-", country: "PL", prefix: 1, postal: 2, city: 3},
		{form: jpPlace, sign: "-", country: "JP", city: 1, postal: 2},
		{form: jpFirst, sign: "-", country: "JP", postal: 1, city: 2, needs: true, regions: "JP"},
		{form: mxCode, country: "MX", postal: 1, city: 2, needs: true, regions: "MX ES AR CO"},
		{form: mxPlace, country: "MX", postal: 1, city: 2, state: 3, needs: true, regions: "MX"},
		{form: itPlace, country: "IT", prefix: 1, postal: 2, city: 3, state: 4},
		{form: prefixed, prefix: 1, postal: 2, city: 3},
		{form: spaced, postal: 1, city: 2, needs: true, regions: "SE CZ SK GR"},
		{form: fiveFirst, postal: 1, city: 2, needs: true, regions: "DE FR ES IT FI MX TR HR EE RS UA MA DZ TN MC EG SA TH VN ID MY LT ME BA"},
		{form: fourFirst, postal: 1, city: 2, needs: true, regions: "AT CH BE DK NO HU LU BG SI LI AR CY LV NL GE TN PY AM MK"},
		{form: threeFirst, postal: 1, city: 2, needs: true, regions: "IS FO"},
		{form: sixFirst, postal: 1, city: 2, needs: true, regions: "RU RO KZ BY CN IN CO"},
		{form: inPlace, country: "IN", city: 1, state: 2, postal: 3, dashed: true},
		{form: sgPlace, country: "SG", city: 1, postal: 2},
		{form: boxPlace, sign: "-", postal: 1, city: 2},
		{form: behind, ends: true, dashed: true, city: 1, postal: 2, needs: true, regions: "SG IN NZ ZA TH JP KR TW AU MY PH ID VN CN TR PK SA IL EG CL PE LV BD IR KE NP LK MM QA UA BG KZ BY"},
	}
})

var (
	caPlace    = lazyregexp.New(town + `[,\s]+\(?(` + caStates + `)\)?,?\s+(` + caCode + `)(?:$|[\s,.])`)
	auPlace    = lazyregexp.New(town + `,?\s+(` + auStates + `),?\s+(\d{4})(?:$|[\s,.])`)
	iePlace    = lazyregexp.New(`(?:(` + place + `(?:\s\d{1,2})?)[,\s]+)?\b(` + ieCode + `)(?:$|[\s,.])`)
	mtPlace    = lazyregexp.New(town + `,?\s+([A-Z]{3} \d{4})(?:$|[\s,.])`)
	nlPlace    = lazyregexp.New(`(?:\b(NL)\s?[-–]\s?)?\b(\d{4} ?[A-Z]{2})\s+` + town)
	brPlace    = lazyregexp.New(town + `\s*[-–/,]\s*(` + brStates + `)\s*[,–-]?\s*(?:(?i:CEP)\s*:?\s*)?(\d{5}-\d{3})`)
	brFirst    = lazyregexp.New(`\b(\d{5}-\d{3})(?:\s*[-–,]\s*|\s+)(` + words + `)(?:\s*[-/–,]\s*(` + brStates + `)\b)?`)
	arPlace    = lazyregexp.New(`\b([A-HJ-NP-Z]\d{4} ?[A-Z]{3})\s+` + town)
	ptPlace    = lazyregexp.New(`(?:\b(PT?)\s?[-–]\s?)?\b(\d{4}-\d{3})\s+` + town)
	plPlace    = lazyregexp.New(`(?:\b(PL)\s?[-–]\s?)?\b(\d{2}-\d{3})\s+` + town)
	jpPlace    = lazyregexp.New(town + `,?\s+〒?\s?(\d{3}-\d{4})(?:$|[\s,.])`)
	jpFirst    = lazyregexp.New(`〒?\s?(\d{3}-\d{4})[,\s]\s*` + town + `?`)
	mxCode     = lazyregexp.New(`(?i:\bc\.?\s?p\.?)\s*:?\s*(\d{5}),?\s+` + town + `$`)
	codeTag    = lazyregexp.New(`(?i)[\s,]*\b(?:c\.?\s?p\.?|cep|plz)\s*:?\s*$`)
	mxPlace    = lazyregexp.New(`(?:(?i:c\.?p\.?)\s*)?\b(\d{5}),?\s+` + town + `,\s*(` + mxStates + `)`)
	itPlace    = lazyregexp.New(`(?:\b(IT?)\s?[-–]\s?)?\b(\d{5})\s+` + town + `\s*\(?\b([A-Z]{2})\)?(?:$|[\s,.])`)
	prefixed   = lazyregexp.New(`(?:^|[\s,])(A|AT|B|BE|CH|CZ|D|DE|DK|E|ES|F|FI|FIN|FR|FL|GR|H|HU|HR|I|IT|L|LT|LU|LV|N|NO|P|RO|S|SE|SI|SK|LI|FO|IS|EE|AX|MD|MC|AD|UA|BY)\s?[-–]\s?(\d{3} ?\d{2}|\d{4,6}|\d{3})\s+` + townTail)
	inPlace    = lazyregexp.New(town + `,?\s*(?:[-–,]\s*)?\b(` + inStates + `)\s*[-–,.]?\s*(\d{3} ?\d{3})(?:$|[\s,.])`)
	sgPlace    = lazyregexp.New(`\b(Singapore|SINGAPORE)\s*\(?S?(\d{6})\)?(?:$|[\s,.])`)
	boxPlace   = lazyregexp.New(`(?i:box)\s*\d+\s*[-–]\s*(\d{5})[,\s]+` + town)
	spaced     = lazyregexp.New(`(?:^|[\s,])(\d{3} \d{2})\s+` + townTail)
	fiveFirst  = lazyregexp.New(`(?:^|[\s,])(\d{5})(?:\s+|,\s*(?:м|г)\.\s*)` + townTail)
	threeFirst = lazyregexp.New(`(?:^|[\s,])(\d{3})\s+` + town)
	fourFirst  = lazyregexp.New(`(?:^|[\s,(])(\d{4})\)?\s+` + townTail)
	sixFirst   = lazyregexp.New(`(?:^|[\s,])(\d{6}),?\s+(?:г\.?\s*|м\.\s*)?` + town)
	behind     = lazyregexp.New(town + `[\s,]*(?:\s[-–]\s?|[\s,])\s*(\d{3} ?\d{3}|\d{4,5}|\d{7}|\d{5}-?\d{5}|LV-\d{4})(?:$|[\s,.،])`)
)

// What streets and boxes look like beside their words.
var (
	streetInside = lazyregexp.New(`(?i)(?:^|[\s\d.,/-])(?:street|st\.?|road|rd\.?|avenue|ave\.?|lane|ln\.?|drive|dr\.?|boulevard|blvd\.?|court|ct\.?|square|sq\.?|way|place|pl\.?|parkway|pkwy\.?|highway|hwy\.?|terrace|floor)(?:$|[\s\d.,/-])`)
	partOf       = lazyregexp.New(`(?i)^(?:suite|unit|floor|flat|shop|plot|tower|wing|apt\.?|ste\.?|building|block|room)\s[A-Z]$`)
	district     = lazyregexp.New(`(?i)\s+(?:cedex)?\s*\d{0,2}$`)
	postBox      = lazyregexp.New(`(?i)(?:^|\s)(?:p\.?\s?o\.?\s?box|postfach|bo[iî]te postale|b\.?p\.?|apartado|apdo\.?|casella postale|caixa postal|postbus|postboks|box|pf\.?|pob)\s*:?\s*\d`)
)
