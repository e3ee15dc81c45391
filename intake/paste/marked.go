package paste

import (
	"strings"

	"leadpad/safe/lazyregexp"
)

// Addresses whose parts carry marks of what they are, where no postal code says it.
var (
	townMark     = lazyregexp.New(`^(?:г|гор|м|смт|пос)\.\s?(\p{Lu}[\p{L} -]*)$`)
	slavicStreet = lazyregexp.New(`^(?:ул|вул|пр|просп|пр-т|пр-кт|пер|пл|ш|наб|бул|б-р)\.?\s|(?:^|\s)(?:улица|проспект|вулиця|шоссе|переулок|площадь|бульвар|набережная|пр-т)(?:\s|$)`)
	slavicPart   = lazyregexp.New(`^(?:д|дом|буд|к|корп|стр|оф|офис|кв|этаж|эт|пом|лит|секция|подъезд)\.?\s?[\d\p{L}/-]{1,6}$|^\d+\p{L}?(?:/\d+\p{L}?)?$|^(?:оф|офис|кв|корп|стр|каб)\.?\s`)
	vietTown     = lazyregexp.New(`^(?:TP\.?\s?|T\.P\.?\s?|Tp\.?\s|Thành phố\s|TX\.?\s|Tỉnh\s|tỉnh\s)(\p{Lu}[\p{L} ]*)$`)
	vietStreet   = lazyregexp.New(`^(?:Số\s|số\s|Lô\s|Tầng\s|[A-Z]?\d)`)
	turkishTown  = lazyregexp.New(`(\s|^)(\p{Lu}[\p{L}.]+)\s?/\s?(\p{Lu}\p{L}{2,})$`)
	turkishDoor  = lazyregexp.New(`(?i)\b(?:no|kat|k|d|daire)\s?[:.]\s?\d|\b(?:cad|cd|sok|sk|mah|bulvarı|caddesi|sokak|sokağı|mahallesi)\b`)
	thaiEnd      = lazyregexp.New(`\s+(\d{5})$`)
	thaiBangkok  = lazyregexp.New(`\s(กรุงเทพฯ|กรุงเทพมหานคร|กทม\.?|กรุงเทพ)$`)
	thaiProvince = lazyregexp.New(`\s(?:อ\.|อำเภอ)\s?(\S+)\s+(?:จ\.|จังหวัด)\s?(\S+)$`)
	provinceMark = lazyregexp.New(`^(?:jud\.?|județul|prov\.|provincia(?: de)?|estado de|edo\. de|обл\.|область|kab\.|kabupaten|prov)\s+(\p{Lu}.*)$`)
)

// findMarked takes addresses whose parts say themselves what they are.
func (c *card) findMarked() {
	for _, l := range c.lines {
		if l.outside || len(l.text) < len("TP. X, 1") || ascii(l.text) && c.region != "TR" {
			continue
		}
		for _, p := range l.free() {
			if c.thaiAddress(p) {
				return
			}
			atoms := p.commas()
			if len(atoms) > 1 && (c.slavicAddress(atoms) || c.vietAddress(atoms) || c.provinceAddress(atoms)) {
				return
			}
		}
		if c.region == "TR" && c.turkishAddress(l) {
			return
		}
	}
}

// slavicAddress is "г. Екатеринбург, ул. Малышева, д. 51, оф. 1204".
func (c *card) slavicAddress(atoms []piece) bool {
	at := townMark.FindStringSubmatchIndex(atoms[0].String())
	if at == nil || !slavicStreet.MatchString(atoms[1].String()) {
		return false
	}
	n := 2
	for n < len(atoms) && slavicPart.MatchString(atoms[n].String()) {
		n++
	}
	a := address{city: atoms[0].sub(at[2], at[3]).give(Word, "")}
	c.aside(atoms[0].sub(0, at[2]), Tag)
	a.street = join(atoms[1:n]).give(Word, "")
	c.address = append(c.address, a)
	return true
}

// vietAddress is "25 Lê Lợi, Quận 1, TP. Hồ Chí Minh".
func (c *card) vietAddress(atoms []piece) bool {
	n := len(atoms) - 1
	country := false
	if _, country = namedCountry(atoms[n].String()); country && n > 1 {
		n--
	}
	at := vietTown.FindStringSubmatchIndex(atoms[n].String())
	if at == nil || n < 1 || !vietStreet.MatchString(atoms[0].String()) || digits(atoms[0].String()) > 6 {
		return false
	}
	a := address{street: join(atoms[:n]).give(Word, ""), city: atoms[n].sub(at[2], at[3]).give(Word, "")}
	c.aside(atoms[n].sub(0, at[2]), Tag)
	if country {
		a.country = atoms[n+1].give(Word, "")
	}
	c.address = append(c.address, a)
	return true
}

// provinceAddress is "Calea Unirii nr. 35, Iași, jud. Iași".
func (c *card) provinceAddress(atoms []piece) bool {
	for k := 2; k < len(atoms); k++ {
		at := provinceMark.FindStringSubmatchIndex(atoms[k].String())
		if at == nil || !townish(atoms[k-1].String()) || !streetish(join(atoms[:k-1]).String()) {
			continue
		}
		a := address{street: join(atoms[:k-1]).give(Word, ""), city: atoms[k-1].give(Word, ""), state: atoms[k].sub(at[2], at[3]).give(Word, "")}
		c.aside(atoms[k].sub(0, at[2]), Tag)
		if k+1 < len(atoms) {
			if code := codeBehind.FindStringSubmatchIndex(atoms[k+1].String()); code != nil {
				a.postal = atoms[k+1].sub(code[2], code[3]).give(Shape, "")
				c.aside(atoms[k+1].sub(0, code[2]), Tag)
			}
		}
		c.address = append(c.address, a)
		return true
	}
	return false
}

// codeBehind is a postal code that stands last, with its word or alone.
var codeBehind = lazyregexp.New(`^(?:cod(?:\s+poștal)?\.?\s*:?\s*)?(\d{6})$`)

// turkishAddress is "Atatürk Cad. No: 5 Nilüfer / BURSA", with or without a postal code
// before the town.
func (c *card) turkishAddress(l *line) bool {
	for _, p := range append(l.wide(), l.free()...) {
		at := turkishTown.FindStringSubmatchIndex(p.String())
		if at == nil {
			continue
		}
		street := p.sub(0, at[4])
		if _, country := namedCountry(p.String()[at[6]:at[7]]); country || !turkishDoor.MatchString(street.String()) || !hasDigit(street.String()) {
			continue
		}
		a := address{city: p.sub(at[4], at[5]).give(Word, ""), state: p.sub(at[6], at[7]).give(Word, "")}
		if k := strings.LastIndexByte(street.String(), ' '); k > 0 && fiveDigits.MatchString(street.String()[k+1:]) {
			a.postal = street.sub(k, street.to-street.from).give(Shape, "TR")
			street = street.sub(0, k)
		}
		a.street = street.give(Word, "")
		c.address = append(c.address, a)
		return true
	}
	return false
}

var fiveDigits = lazyregexp.New(`^\d{5}$`)

// thaiAddress is one line with the postal code behind Bangkok, or behind a district and
// its province.
func (c *card) thaiAddress(p piece) bool {
	s := p.String()
	if !farScript(s) {
		return false
	}
	at := thaiEnd.FindStringSubmatchIndex(s)
	if at == nil {
		return false
	}
	a := address{}
	street := p.sub(0, at[0])
	switch town := thaiBangkok.FindStringSubmatchIndex(street.String()); {
	case town != nil:
		a.city = street.sub(town[2], town[3]).give(Word, "")
		street = street.sub(0, town[0])
	default:
		if town = thaiProvince.FindStringSubmatchIndex(street.String()); town == nil {
			return false
		}
		a.city, a.state = street.sub(town[2], town[3]).give(Word, ""), street.sub(town[4], town[5]).give(Word, "")
		c.aside(street.sub(town[0], town[2]), Tag)
		c.aside(street.sub(town[3], town[4]), Tag)
		street = street.sub(0, town[0])
	}
	a.postal = p.sub(at[2], at[3]).give(Shape, "TH")
	if hasDigit(street.String()) {
		a.street = street.give(Word, "")
	}
	c.address = append(c.address, a)
	return true
}

// provinces are the countries whose addresses may end in the state behind the town and
// its postal code.
const provinces = "IN MY PH RO MX AR CO PE EC VE CL ID TH VN NG ZA CN IT IE KE GH PK BD LK"

// stateLast takes the state that stands behind town and postal code in their line:
// "Bengaluru 560058, Karnataka", "400000 Cluj-Napoca, jud. Cluj".
func (c *card) stateLast(a *address, p piece, end int) {
	if a.state.text != "" || a.city.text == "" || end >= p.to || !strings.HasPrefix(strings.TrimLeft(p.text[end:p.to], " "), ",") {
		return
	}
	atoms := (piece{p.line, end, p.to}).commas()
	n := len(atoms)
	if n == 2 && !atoms[1].gone() {
		return
	}
	if n == 0 || atoms[0].gone() {
		return
	}
	s := atoms[0].trimDots().String()
	if at := provinceMark.FindStringSubmatchIndex(s); at != nil {
		a.state = atoms[0].sub(at[2], at[3]).give(Postal, "")
		c.aside(atoms[0].sub(0, at[2]), Tag)
		return
	}
	const most = 3 // words
	if _, country := namedCountry(s); country || !oneOf(c.region, provinces) || !townish(s) || streetish(s) || isBuilding(s) || companyWord(s) || legal(s) || len(strings.Fields(s)) > most {
		return
	}
	a.state = atoms[0].give(Postal, "")
}
