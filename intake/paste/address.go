package paste

import (
	"strings"
	"unicode/utf8"

	"leadpad/safe/lazyregexp"
)

// findAddresses takes addresses: the line with the postal code first, then the
// street before it and the country behind; then towns with their country, and a
// country alone.
func (c *card) findAddresses() {
	for i := range c.lines {
		if c.lines[i].outside {
			continue
		}
		for again := true; again; {
			again = false
			for _, p := range append(c.lines[i].wide(), c.lines[i].free()...) {
				if c.postal(i, p) {
					again = true
					break
				}
			}
		}
	}
	if len(c.address) == 0 {
		c.findAnchored()
	}
	if len(c.address) == 0 {
		c.streetAlone()
	}
	c.countryAlone()
}

// postal takes the address that ends in a piece of line i.
func (c *card) postal(i int, p piece) bool {
	s := p.String()
	if !hasDigit(s) {
		return false
	}
	n := digits(s)
	for _, o := range orders() {
		if n < o.least() || !strings.Contains(s, o.sign) {
			continue
		}
		if p.dashed() && !o.dashed {
			continue
		}
		for _, at := range o.form.FindAllStringSubmatchIndex(s, -1) {
			if a, ok := c.placed(i, p, o, at); ok {
				c.address = append(c.address, a)
				return true
			}
		}
	}
	return false
}

// spot are the parts of an address that one order found in a piece.
type spot struct{ city, state, postal, prefix, country piece }

// spotAt reads the groups of a match; ok is false where one is the middle of a word.
func (p piece) spotAt(o order, at []int) (s spot, ok bool) {
	ok = true
	part := func(n int) piece {
		if n == 0 || at[2*n] < 0 {
			return piece{p.line, p.from, p.from}
		}
		q := p.sub(at[2*n], at[2*n+1])
		ok = ok && !q.glued()
		return q
	}
	return spot{city: part(o.city), state: part(o.state), postal: part(o.postal), prefix: part(o.prefix)}, ok
}

// begin is where the first of its parts begins.
func (s spot) begin(end int) int {
	for _, q := range []piece{s.city, s.postal, s.state, s.prefix} {
		if q.from < q.to {
			end = min(end, q.from)
		}
	}
	return end
}

// glued says that a letter or digit touches the piece.
func (p piece) glued() bool {
	if p.from == p.to {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(p.text[:p.from])
	after, _ := utf8.DecodeRuneInString(p.text[p.to:])
	return p.from > 0 && isWordRune(before) || p.to < len(p.text) && isWordRune(after)
}

// settleTown parts the town from what a form took with it, a street before it and a
// country behind it, and takes the state beside it. It says where the address begins.
func (p piece) settleTown(s *spot, o order) (begin int) {
	begin = s.begin(p.to)
	if s.city.from < s.city.to && s.city.from == begin { // a street in the same part: "100 Main St Austin, TX"
		s.city = s.city.sub(afterStreet(s.city.String()), s.city.to-s.city.from)
		begin = s.city.from
	}
	s.city, s.country = splitCountry(s.city)
	if s.city.from == s.city.to || s.state.from < s.state.to {
		return begin
	}
	if o.country == "JP" && prefecture.MatchString(s.city.String()) {
		if before := p.sub(0, max(0, begin-p.from)).commas(); len(before) > 1 && townish(lastOf(before).String()) && !streetish(lastOf(before).String()) {
			s.state, s.city = s.city, lastOf(before)
			return s.city.from
		}
	}
	if _, country := namedCountry(s.city.String()); country && s.city.from < s.postal.from {
		return p.townBeforeCountry(s, begin)
	}
	end := max(s.city.to, s.postal.to)
	if at := inBrackets.FindStringSubmatchIndex(p.text[end:]); at != nil { // "Haro (La Rioja)"
		state := piece{p.line, end + at[2], end + at[3]}
		if _, country := namedCountry(state.String()); !country && !state.gone() {
			s.state = state
		}
		return begin
	}
	before := p.sub(0, max(0, begin-p.from)).commas()
	if n := len(before); n > 0 && countyForm.MatchString(s.city.String()) && townish(before[n-1].String()) && !streetish(before[n-1].String()) {
		s.state, s.city = s.city, before[n-1] // "An Spidéal, Co. Galway, H91 X4T2"
		begin = s.city.from
	} else if countyForm.MatchString(s.city.String()) {
		s.state, s.city = s.city, piece{p.line, s.city.from, s.city.from}
	}
	return begin
}

// townBeforeCountry takes town and state where a country stands between them and the
// postal code: "Dongguan City, Guangdong, China 523850".
func (p piece) townBeforeCountry(s *spot, begin int) int {
	before := p.sub(0, max(0, begin-p.from)).commas()
	place := func(back int) bool {
		n := len(before) - back
		return n >= 0 && townish(before[n].String()) && !streetish(before[n].String()) && !isBuilding(before[n].String())
	}
	n := len(before)
	switch {
	case !place(1) || oneOf(s.city.String(), cityStates):
		return begin
	case place(2):
		s.country, s.city, s.state = s.city, before[n-2], before[n-1]
	default:
		s.country, s.city = s.city, before[n-1]
	}
	return s.city.from
}

// cityStates are the countries that are towns as well.
const cityStates = "Singapore Luxembourg Monaco Gibraltar"

// placed makes an address of one match in a piece of line i, if it is one.
func (c *card) placed(i int, p piece, o order, at []int) (a address, ok bool) {
	s, ok := p.spotAt(o, at)
	if !ok {
		return a, false
	}
	begin := p.settleTown(&s, o)
	if s.city.from < s.city.to && !cityLike(s.city.String()) {
		return a, false
	}
	if _, country := c.ownCountry(s.city.String()); country && s.postal.from < s.city.from {
		return a, false
	}
	if _, country := namedCountry(s.city.String()); country && s.postal.from < s.city.from && !oneOf(s.city.String(), cityStates) {
		return a, false
	}
	before := p.sub(0, max(0, begin-p.from))
	if at := codeTag.FindStringIndex(before.String()); at != nil {
		before = before.sub(0, at[0])
	}
	if comma := before; s.city.from > s.postal.to && strings.Contains(p.text[s.postal.to:s.city.from], ",") {
		if atoms := comma.commas(); len(atoms) > 0 && comma.to >= s.postal.from-1 && lastOf(atoms).to == comma.to && !strings.HasSuffix(strings.TrimRight(p.text[:s.postal.from], " "), ",") && townish(lastOf(atoms).String()) && !streetish(lastOf(atoms).String()) {
			return a, false // "Ningbo 315000, Zhejiang": the town stands before it
		}
	}
	if _, own := c.ownCountry(strings.Trim(p.String()[at[1]:], " ,")); o.ends && !own && !endsAt(p, at[1]) {
		return a, false
	}
	street := c.streetBefore(i, p, before)
	if rest := p.sub(max(s.city.to, s.postal.to)-p.from, p.to-p.from); len(street) == 0 && (s.city.from > s.postal.from || hasDigit(rest.String()) && isNamedStreet(rest.String())) {
		street = c.streetBehind(i, p.sub(max(s.city.to, s.postal.to)-p.from, p.to-p.from))
	}
	year := digits(s.postal.String()) == 4 && strings.HasPrefix(s.postal.String(), "20")
	if o.needs && len(street) == 0 && (!oneOf(c.region, o.regions) || year) {
		return a, false
	}
	if s.country.from < s.country.to {
		a.country = s.country.give(Postal, "")
	}
	if s.postal.from < s.postal.to {
		a.postal = s.postal.give(Shape, o.country)
	}
	if s.state.from < s.state.to {
		a.state = s.state.give(Postal, o.country)
	}
	c.plate(&a, s.prefix)
	c.cityAbove(&a, i, o, s.city, &street)
	c.street(&a, street)
	c.countryBehind(&a, i, p)
	c.stateLast(&a, p, max(s.city.to, s.postal.to))
	return a, true
}

// firstWord is what stands before the first space of a text.
func firstWord(s string) string {
	word, _, _ := strings.Cut(s, " ")
	return word
}

// endsAt says that an address may end in a piece: what follows is its end, a comma or
// a country.
func endsAt(p piece, at int) bool {
	rest := strings.TrimLeft(p.String()[at:], " ")
	if strings.HasSuffix(p.String()[:at], ",") || rest == "" || strings.ContainsAny(rest[:1], ",.-–(") {
		return true
	}
	_, ok := namedCountry(rest)
	return ok
}

// streetLast are the countries that write the street behind the town.
const streetLast = "HU RU UA BY KZ UZ KG TJ TM AZ"

// streetBehind is a street behind the town, as Hungary and Russia write it: in the
// same line, else in the next one.
func (c *card) streetBehind(i int, rest piece) []piece {
	if !rest.blank() {
		if before := rest.text[:rest.from]; strings.HasSuffix(strings.TrimRight(before, " "), ",") || before == "" || !isNumber(firstWord(rest.String())) {
			return c.streetAfterComma(rest)
		}
		return nil // "1788 West 5th Avenue"
	}
	if i+1 >= len(c.lines) || c.lines[i+1].outside || !oneOf(c.region, streetLast) {
		return nil
	}
	free := c.lines[i+1].free()
	if len(free) == 1 && streetish(free[0].String()) && (hasStreetWord(free[0].String()) || hasStreet(free[0].String()) || hasStreetPart(free[0].String())) {
		return free[0].commas()
	}
	return nil
}

// streetAfterComma are the parts of a street in what stands behind a town in its line.
func (c *card) streetAfterComma(rest piece) []piece {
	atoms := rest.commas()
	end := len(atoms)
	for end > 0 && !streetish(atoms[end-1].String()) && !isBuilding(atoms[end-1].String()) && !isNumber(atoms[end-1].String()) {
		end--
	}
	first := join(atoms[:1]).String()
	if end > 0 && (hasStreetWord(first) || streetish(first) && (hasStreetPart(first) || hasStreet(first) || oneOf(c.region, streetLast))) {
		return atoms[:end]
	}
	return nil
}

// cityLike says that what stands beside a postal code can be a town.
func cityLike(s string) bool {
	const most = 5
	words := strings.Fields(s)
	if len(words) == 0 || oneOf(strings.ToLower(strings.Trim(lastOf(words), ".,:")), noTown) || len(words) > 1 && oneOf(strings.ToLower(strings.Trim(words[0], ".,:")), noTown) {
		return false
	}
	return !partOfHouse(s) && !oneOf("box", strings.ToLower(strings.Join(words, " "))) && !inStreet.MatchString(s) && !streetish(district.ReplaceAllString(s, "")) && !roleWord(s) && len(strings.Fields(s)) <= most
}

// noTown are words that a town's name neither ends in nor begins with: they stand
// before a number.
const noTown = `pte ote nte no nr num nº n° of oficina office sk sok sokak cad cd mah av ave avenida avenue box piso floor torre tower kav km bl blok ap apt et etage suite unit lot lote plot sector sektor block
	building bldg phase road rd street lane cra carrera calle cl kat daire apto depto dpto int local bodega house room level flat shop moo jl jalan quadra hsno sco plaza`

// plate makes a country of the letters before a postal code.
func (c *card) plate(a *address, prefix piece) {
	if prefix.from == prefix.to {
		return
	}
	line, letters := prefix.number, prefix.String()
	code := plateCountry(letters)
	c.aside(prefix, Tag)
	if code != "" && a.country.text == "" {
		a.country = value{text: code, why: Label, detail: letters, line: line}
	}
}

var (
	countyForm = lazyregexp.New(`^(?:Co\.?|County|Contae)\s(?:na\s|an\s)?\p{Lu}`)
	prefecture = lazyregexp.New(`(?i)^(?:Aichi|Akita|Aomori|Chiba|Ehime|Fukui|Fukuoka|Fukushima|Gifu|Gunma|Hiroshima|Hokkaido|Hyogo|Ibaraki|Ishikawa|Iwate|Kagawa|Kagoshima|Kanagawa|Kochi|Kumamoto|Mie|Miyagi|Miyazaki|Nagano|Nagasaki|Nara|Niigata|Oita|Okayama|Okinawa|Saga|Saitama|Shiga|Shimane|Shizuoka|Tochigi|Tokushima|Tottori|Toyama|Wakayama|Yamagata|Yamaguchi|Yamanashi)(?:[ -]ken|[ -]pref\.?| Prefecture)?$`)
	inBrackets = lazyregexp.New(`^ \((\p{Lu}[\p{L} .'’-]*)\)`)
	inStreet   = lazyregexp.New(`(?i)\s(?:street|road|avenue|boulevard|drive|lane)(?:\s|$)`)
)

// afterStreet is where a town begins behind a street in one text.
func afterStreet(s string) int {
	const least = 2
	words := strings.Fields(s)
	if len(words) < least {
		return 0
	}
	cut := 0
	for _, at := range streetInside.FindAllStringIndex(s, -1) {
		word := strings.Trim(s[at[0]:at[1]], " .,-/")
		if oneOf(strings.ToLower(word), "st street road rd avenue ave lane ln drive dr boulevard blvd court ct square way place pl parkway pkwy highway hwy terrace floor") && at[0] > 0 && at[1] < len(s) {
			cut = at[1]
		}
	}
	return cut
}

// splitCountry takes a country from the end of a town: "Berlin Germany".
func splitCountry(city piece) (piece, piece) {
	s := city.String()
	if _, ok := namedCountry(s); ok {
		return city, piece{city.line, city.from, city.from}
	}
	for i, r := range s {
		if r == ' ' || r == '/' {
			words := strings.Fields(s[:i])
			if _, ok := namedCountry(s[i+1:]); ok && i > 0 && !lowered(s[i+1:i+2]) && !oneOf(lastOf(words), "de of New Nueva of") {
				return city.sub(0, i), city.sub(i+1, len(s))
			}
		}
	}
	return city, piece{city.line, city.from, city.from}
}
