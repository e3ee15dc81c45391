package paste

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"leadpad/lead"
	"leadpad/safe/lazyregexp"
)

// readTable reads rows copied from a spreadsheet: below a header as an import would,
// without one by what each cell looks like.
func readTable(text string, o Options) []Lead {
	rows := tableRows(text, '\t')
	if rows == nil {
		for _, comma := range []rune{',', ';'} {
			if rows = tableRows(text, comma); len(rows) > 0 && (header(rows[0]) || comma == ';' && wholeRows(rows)) {
				break
			}
			rows = nil
		}
	}
	if rows == nil {
		return nil
	}
	var leads []Lead
	if header(rows[0]) {
		return belowHeader(rows, o)
	}
	var before []Left // of rows that are no lead
	for i, cells := range rows {
		if o.stoppedAt(i, len(rows)) {
			return nil
		}
		c := newCard([]*line{{text: strings.Join(cells, "\t"), number: i + 1}}, o)
		if len(c.lines[0].text) > longestRow {
			c.lines[0].outside = true
		}
		c.recogniseRow()
		one, ok := c.lead(o.As)
		if !ok {
			before = append(before, one.Left...)
			continue
		}
		one.Left, before = append(before, one.Left...), nil
		leads = append(leads, one)
	}
	if n := len(leads); n > 0 {
		leads[n-1].Left = append(leads[n-1].Left, before...)
	}
	return leads
}

// longestRow is the length in bytes above which a row without a header is no lead's.
const longestRow = 20_000

// belowHeader reads rows whose columns have names, in the language of the names that
// an import knows.
func belowHeader(rows [][]string, o Options) []Lead {
	var leads []Lead
	names := columnsOf(rows[0])
	for i, cells := range rows[1:] {
		if o.stoppedAt(i, len(rows)) {
			return nil
		}
		for _, one := range readJSON("["+jsonRow(names, cells)+"]", o) {
			one.splitName(o)
			one.splitAddress(o)
			one.setFound(i + 2)
			one.keepCells(rows[0], cells)
			if len(leads) == 0 {
				one.Left = append(one.Left, Left{Text: strings.Join(rows[0], " | "), Kind: Tag, Line: 1})
			}
			leads = append(leads, one)
		}
	}
	return leads
}

// columnsOf are the names of columns as an import knows them. A second phone or email
// has a number, any other name that comes again stays as it is.
func columnsOf(header []string) []string {
	seen := map[string]int{}
	has := func(c column) bool {
		return slices.ContainsFunc(header, func(name string) bool { return columnOf(name) == c })
	}
	family := has(givenColumn) && !has(familyColumn) // "Nom", "Prénom"
	out := make([]string, len(header))
	for i, name := range header {
		out[i] = name
		col := columnOf(name)
		if col == nameColumn && family {
			col = familyColumn
		}
		english := col.english()
		if english == "" {
			continue
		}
		seen[english]++
		switch n := seen[english]; {
		case n == 1:
			out[i] = english
		case col == phoneColumn, col == emailColumn:
			out[i] = fmt.Sprintf("%s %d", english, n)
		}
	}
	return out
}

// setFound says of each value of a row that its column holds it.
func (l *Lead) setFound(line int) {
	l.Found = l.Found[:0]
	for _, path := range l.Lead.Paths() {
		l.Found = append(l.Found, Found{Path: path, Value: l.Lead.Get(path), Why: Member, Line: line})
	}
}

// splitAddress divides an address that one column holds as a whole.
func (l *Lead) splitAddress(o Options) {
	for i, a := range l.Lead.Addresses {
		if a.City != "" || a.PostalCode != "" || a.State != "" {
			continue
		}
		whole := &line{text: a.Street}
		c := newCard([]*line{whole}, o)
		if code, ok := lead.CountryCode(a.Country); ok {
			c.region = code
		} else {
			c.findRegion()
		}
		c.findEasternAddress()
		c.findAddresses()
		if len(c.address) != 1 || c.address[0].city.text == "" {
			continue
		}
		found := c.address[0]
		a.Street, a.City, a.State, a.PostalCode = found.street.text, found.city.text, found.state.text, found.postal.text
		if a.Country == "" {
			a.Country = found.country.text
		}
		l.Lead.Addresses[i] = a
		l.Left = append(l.Left, c.rest()...)
	}
}

// splitName divides a person's name that one column holds as a whole.
func (l *Lead) splitName(o Options) {
	if l.Lead.Kind != lead.Contact || l.Lead.LastName != "" {
		return
	}
	whole := &line{text: l.Lead.Name}
	h, ok := person(piece{whole, 0, len(whole.text)}.trimmed())
	if !ok || len(h.words) < 2 {
		return
	}
	c := newCard([]*line{whole}, o)
	last := c.lastByShape(h)
	for _, email := range l.Lead.Emails {
		if k, ok := matches(h, localOf(email), true); ok {
			last = c.familyFirst(h, k)
		}
	}
	c.takeName(h, last, Member, "")
	l.Lead.Name, l.Lead.LastName = c.person.first.text, c.person.last.text
	l.Left = append(l.Left, c.rest()...)
}

// keepCells leaves over the cells of which a word stands nowhere.
func (l *Lead) keepCells(header, cells []string) {
	for i, cell := range cells {
		if strings.TrimSpace(cell) == "" || placed(cell, l.Lead) {
			continue
		}
		name := ""
		if i < len(header) && header[i] != "" {
			name = header[i] + ": "
		}
		l.Left = append(l.Left, Left{Text: name + cell})
	}
}

// tableRows are the rows of a text in which every line has the separator, nil for
// any other text. A signature's "Tel<tab>030 …" is no table.
func tableRows(text string, comma rune) [][]string {
	n, quotes := 0, strings.Contains(text, `"`)
	for l := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(l) == "" {
			continue
		}
		if n++; !strings.ContainsRune(l, comma) && !quotes {
			return nil
		}
	}
	if n == 0 || !strings.ContainsRune(text, comma) {
		return nil
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = comma, true, -1
	rows, err := r.ReadAll()
	if err != nil || len(rows) == 0 {
		return nil
	}
	labels, wide := 0, 0
	for _, cells := range rows {
		if len(cells) < 2 {
			return nil
		}
		if fieldWord(cells[0]) {
			labels++
		}
		if len(cells) > 2 {
			wide++
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(strings.ReplaceAll(cells[i], "\n", ", "))
		}
	}
	if labels*2 > len(rows) && !header(rows[0]) || wide == 0 && !header(rows[0]) {
		return nil
	}
	return rows
}

// wholeRows says that rows without a header are a spreadsheet's, and not a lead in one
// line: each has an email and a postal code in cells of their own.
func wholeRows(rows [][]string) bool {
	const least = 5
	for _, cells := range rows {
		email := slices.ContainsFunc(cells, func(s string) bool { return strings.Contains(s, "@") && fits(lead.Emails, s) })
		const row = 7 // cells: no line for people has as many
		if len(cells) < least || !email || len(cells) < row && !slices.ContainsFunc(cells, codeCell.MatchString) {
			return false
		}
	}
	return true
}

var headerWords = newWordList(`name first last given family full surname firstname lastname company organisation organization account email e mail phone mobile telephone tel cell fax
	website web url street address city town state region zip zipcode postal code postcode country title role job position industry notes note labels tags linkedin
	vorname nachname firma unternehmen telefon mobil strasse ort stadt plz land postleitzahl branche rolle funktion notizen webseite anrede
	nom prenom societe entreprise telephone rue ville pays code poste nombre apellido apellidos empresa telefono calle ciudad pais cargo puesto
	cognome azienda indirizzo citta paese ruolo naam voornaam achternaam bedrijf telefoon straat plaats postcode functie nome sobrenome telefone rua cidade`)

// header says that a row names columns.
func header(cells []string) bool {
	known, filled, email := 0, 0, false
	for _, cell := range cells {
		if strings.ContainsAny(cell, "@") || digits(cell) > 1 {
			return false
		}
		words := folded(cell)
		if len(words) == 0 {
			continue
		}
		filled++
		if columnOf(cell) != noColumn {
			known++
			email = email || columnOf(cell) == emailColumn
			continue
		}
		for _, w := range words {
			if headerWords.has(w) {
				known++
				break
			}
		}
	}
	return known > 1 && (known*2 >= filled || email) // a CRM has columns of its own
}

var codeCell = lazyregexp.New(`^(?:\d{4,6}|\d{5}-\d{3,4}|\d{3} \d{2}|\d{2}-\d{3}|\d{3}-\d{4}|\d{4} ?[A-Z]{2}|` + ukCode + `|` + caCode + `)$`)

// recogniseRow applies the rules to the cells of one row: what is an address there
// stands in cells of its own.
func (c *card) recogniseRow() {
	c.findEmails()
	c.findURLs()
	c.findRegion()
	c.findPhones()
	c.nameCells()
	c.givenCell()
	c.findNameByMail()
	c.findCompany()
	c.findRole()
	c.addressCells()
	c.findAddresses()
	c.findNameByPlace()
	c.findCompanyByWord()
}

// nameCells joins first and last name of two cells where an email spells both.
func (c *card) nameCells() {
	free := c.free()
	for i := range c.emails {
		local := localOf(c.emails[i].text)
		if roleAddress(local) {
			continue
		}
		for k := 0; k+1 < len(free); k++ {
			h := human{words: []piece{free[k], free[k+1]}}
			if !h.shape() || len(strings.Fields(free[k].String())) > 2 || len(strings.Fields(free[k+1].String())) > 3 {
				continue
			}
			last, ok := matches(h, local, true)
			if !ok {
				continue
			}
			if whole := plainLocal(local); whole == plain(free[k+1].String())[0]+plain(free[k].String())[0] {
				last = 0 // the columns are swapped more often than the email is
			}
			first, family := free[k], free[k+1]
			if last == 0 {
				first, family = family, first
			}
			c.emails[i].person = true
			c.person.first, c.person.last = first.give(Local, local+"@"), family.give(Local, local+"@")
			return
		}
	}
}

// givenCell joins first and last name of two cells where an email is the first one.
func (c *card) givenCell() {
	if c.person.first.text != "" {
		return
	}
	free := c.free()
	for i := range c.emails {
		local := plainLocal(localOf(c.emails[i].text))
		for k, p := range free {
			if plain(p.String())[0] != local || roleAddress(localOf(c.emails[i].text)) {
				continue
			}
			for _, other := range []int{k + 1, k - 1} { // the family's name stands behind it or before it
				if other < 0 || other >= len(free) || len(strings.Fields(free[other].String())) > 2 {
					continue
				}
				if _, ok := person(free[other]); !ok || c.likeDomain(free[other].String()) != "" && !c.likedAgain(free, other) {
					continue
				}
				c.emails[i].person = true
				c.person.first, c.person.last = p.give(Local, local+"@"), free[other].give(Local, local+"@")
				return
			}
		}
	}
}

// likedAgain says that another cell than cell n is called like the domain too: that one
// is the company.
func (c *card) likedAgain(cells []piece, n int) bool {
	for i, p := range cells {
		if i != n && strings.Contains(p.String(), " ") && c.likeDomain(p.String()) != "" {
			return true
		}
	}
	return false
}

// addressCells takes an address from cells around one that is a postal code.
func (c *card) addressCells() {
	free := c.free()
	for i, p := range free {
		if !codeCell.MatchString(p.String()) {
			continue
		}
		a := address{}
		around := func(k int) (piece, bool) {
			if k < 0 || k >= len(free) {
				return piece{}, false
			}
			return free[k], true
		}
		town, ok := around(i + 1)
		if _, country := namedCountry(town.stringOf(ok)); !ok || country || !townish(town.String()) {
			town, ok = around(i - 1)
		}
		if ok && stateBehind.MatchString(town.String()) {
			a.state = town.give(Postal, "")
			town, ok = around(i - 2)
		}
		if !ok || !townish(town.String()) {
			continue
		}
		a.postal, a.city = p.give(Shape, ""), town.give(Postal, "")
		for _, q := range c.free() {
			s := q.String()
			code, known := namedCountry(s)
			if !known && len(s) == 2 && s == strings.ToUpper(s) && q.from > p.from {
				code, known = lead.CountryCode(s)
			}
			switch {
			case known && code != "" && a.country.text == "":
				a.country = q.give(Postal, "")
			case a.street.text == "" && streetish(s) && hasDigit(s) && q.from < p.from:
				a.street = q.give(Postal, "")
			}
		}
		c.address = append(c.address, a)
		return
	}
}

func (p piece) stringOf(ok bool) string {
	if !ok {
		return ""
	}
	return p.String()
}
