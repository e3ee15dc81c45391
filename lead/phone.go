package lead

import (
	"errors"
	"strconv"
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"
)

// Phone is how a typed phone number was read.
type Phone struct {
	E164      string // "" unless Possible; without the extension
	Extension string // digits, "" when none was typed
	Display   string // formatted for people; the typed text when not Possible
	Region    string // ISO code in which it was read, "" when unknown
	Place     string // English name of the region, "" when unknown
	// National is true for a number without "+" that was read in the region it
	// was given, so that the screen says which.
	National bool
	Possible bool
	Valid    bool
	// Beside is what stood beside the digits: "Fax", "Anna". It goes to the notes.
	Beside string

	number *phonenumbers.PhoneNumber
	reason phonenumbers.ValidationResult
	doubt  string // why it goes as typed although it has digits enough
	plus   bool   // it was typed without the plus sign of its country code
}

// ReadPhone reads typed in region (an ISO code, "" for none).
func ReadPhone(typed, region string) Phone {
	p := parsePhone(strings.TrimSpace(typed), region)
	p.validate()
	p.dress()
	return p
}

// parsePhone is ReadPhone without the forms in which a number is shown, which
// cost as much again and which a check hardly ever needs.
func parsePhone(typed, region string) Phone {
	region = strings.ToUpper(region)
	p := Phone{Display: typed, reason: phonenumbers.INVALID_LENGTH}
	if typed == "" || Units(typed) > MaxPhone {
		return p
	}
	code := phonenumbers.GetCountryCodeForRegion(region)
	if code == 0 {
		region = ""
	}
	d := dial(typed, region)
	if region != "" && !international(typed) {
		p.Region, p.National = region, true
	}
	if p.doubt = d.doubt; p.doubt != "" {
		return p
	}
	if d.number == "" {
		d.number = typed
	}
	meant, doubt := foreign(d.number, region)
	if doubt {
		p.doubt = "with + it would be another number"
		return p
	}
	if meant != "" {
		d.number, p.plus, p.National = meant, region != "", false
	}
	n, err := readNumber(d.number, region)
	if err != nil {
		p.reason = parseReason(err)
		return p
	}
	p.National = p.National && int(n.GetCountryCode()) == code
	p.number, p.reason = n, possible(n)
	p.Possible = p.reason == phonenumbers.IS_POSSIBLE
	if p.Possible && p.National && short(n) {
		p.Possible, p.doubt = false, tooShort
	}
	if p.Possible && inFront(d.number, n) {
		p.Possible, p.doubt = false, digitsApart
	}
	if p.Possible {
		p.Extension, p.Beside = n.GetExtension(), d.beside
		if d.extension != "" {
			p.Extension = d.extension
		}
	}
	return p
}

// short says that a number lacks digits for an area code, or for all of it, and is
// none that is in use: the metadata of some countries takes any length.
func short(n *phonenumbers.PhoneNumber) bool {
	return len(phonenumbers.GetNationalSignificantNumber(n)) < wholePhone && !inUse(n)
}

// inFront says that digits before a whole number were joined to it: its place in a
// list ("1 - 030 901820"), or its country's code once more ("+49 49 171 1234567").
func inFront(typed string, n *phonenumbers.PhoneNumber) bool {
	code := strconv.Itoa(int(n.GetCountryCode()))
	groups := strings.FieldsFunc(typed, func(r rune) bool { return !isDigit(r) })
	if international(typed) && groups[0] == code {
		groups = groups[1:]
	}
	if len(groups) < 2 || groups[0] != code && inUse(n) {
		return false
	}
	rest := strings.Join(groups[1:], "")
	if digitCount(rest) <= wholePhone {
		return false
	}
	m, err := readNumber("+"+code+rest, "")
	return err == nil && inUse(m) && nationalNumber(m) != nationalNumber(n)
}

// validate finds out whether such a number is in use, which costs more than to
// read it and which sending does not ask.
func (p *Phone) validate() {
	p.Valid = p.Possible && inUse(p.number)
}

// dress fills in how a parsed number is shown and where it belongs.
func (p *Phone) dress() {
	if p.number != nil && !p.National {
		p.Region = numberRegion(p.number)
	}
	p.Place = CountryName(p.Region)
	if p.Possible {
		p.E164 = e164(p.number)
		p.Display = p.withExtension(phonenumbers.Format(p.number, phonenumbers.INTERNATIONAL))
	}
}

// parseReason is the length check's word for why a number could not be parsed.
func parseReason(err error) phonenumbers.ValidationResult {
	switch {
	case errors.Is(err, phonenumbers.ErrInvalidCountryCode):
		return phonenumbers.INVALID_COUNTRY_CODE
	case errors.Is(err, phonenumbers.ErrTooShortNSN), errors.Is(err, phonenumbers.ErrTooShortAfterIDD):
		return phonenumbers.TOO_SHORT
	case errors.Is(err, phonenumbers.ErrNumTooLong):
		return phonenumbers.TOO_LONG
	}
	return phonenumbers.INVALID_LENGTH
}

// international says that typed names its country itself.
func international(typed string) bool {
	return strings.ContainsAny(typed, "+＋") || strings.Contains(typed, "phone-context=")
}

// numberRegion is where a number with its country code belongs; for codes that
// several countries share and a number that none of them knows, the main one.
func numberRegion(n *phonenumbers.PhoneNumber) string {
	region := phonenumbers.GetRegionCodeForNumber(n)
	if region == "" || region == phonenumbers.UNKNOWN_REGION {
		region = phonenumbers.GetRegionCodeForCountryCode(int(n.GetCountryCode()))
	}
	if CountryName(region) == region { // "001": a number of no country
		return ""
	}
	return region
}

// HasPhones says that code is the ISO 3166-1 alpha-2 code of a country whose
// numbers are known, or "" for none.
func HasPhones(code string) bool {
	return code == "" || phonenumbers.GetCountryCodeForRegion(code) != 0
}

// PhoneRegion is the region in which a phone without "+" is read: that of the
// person's first address with a known country, else of the lead's (for
// contact n from 1), else the rules' region. A country that is not known, or the
// name of several, leaves the region open.
func PhoneRegion(l Lead, contact int, r Rules) string {
	if contact > 0 && contact <= len(l.Contacts) {
		if code, named := addressRegion(l.Contacts[contact-1].Addresses); named {
			return code
		}
	}
	if code, named := addressRegion(l.Addresses); named {
		return code
	}
	code, _ := CountryCode(r.Region)
	return code
}

// addressRegion is the code of the first known country; named says that any was
// typed.
func addressRegion(as []Address) (code string, named bool) {
	for _, a := range as {
		if strings.TrimSpace(a.Country) == "" {
			continue
		}
		if code, ok := CountryCode(a.Country); ok {
			return code, true
		}
		named = true
	}
	return "", named
}

// SendPhone is the number as it goes out under r.PhoneFormat. An extension,
// for which E.164 has no place, follows as "ext. 12".
func SendPhone(typed, region string, r Rules) string {
	if r.PhoneFormat == "typed" {
		return strings.TrimSpace(typed)
	}
	return r.phone(strings.TrimSpace(typed), region).sent(r)
}

// sent is SendPhone for a number that was read, dressed or not.
func (p Phone) sent(r Rules) string {
	switch {
	case !p.Possible || r.PhoneFormat == "typed":
		return p.Display
	case r.PhoneFormat == "international":
		return p.withExtension(phonenumbers.Format(p.number, phonenumbers.INTERNATIONAL))
	case r.PhoneFormat == "national":
		return p.withExtension(phonenumbers.Format(p.number, phonenumbers.NATIONAL))
	}
	if p.Extension != "" {
		return e164(p.number) + " ext. " + p.Extension
	}
	return e164(p.number)
}

// withExtension adds an extension that libphonenumber did not read itself.
func (p Phone) withExtension(formatted string) string {
	if p.Extension == "" || p.number.GetExtension() != "" {
		return formatted
	}
	return formatted + " ext. " + p.Extension
}

// PhoneBeside is what stands beside the digits of a phone that goes out without
// it: "Fax", "Anna"; "" for nothing.
func PhoneBeside(typed, region string, r Rules) string {
	if r.PhoneFormat == "typed" || !strings.ContainsFunc(typed, unicode.IsLetter) {
		return ""
	}
	return r.phone(strings.TrimSpace(typed), region).Beside
}

// phoneFault says what is wrong with a trimmed, filled phone, "" when nothing is.
func phoneFault(typed string) string {
	if n := Units(typed); n > MaxPhone {
		return tooLong(n, MaxPhone)
	}
	if !strings.ContainsFunc(typed, unicode.IsDigit) {
		return "a phone number has digits"
	}
	if exponentForm.MatchString(typed) {
		return "a spreadsheet (Excel) shortened this number and its digits are lost: type it anew"
	}
	return ""
}

// phoneNote says what is worth knowing about how a phone without fault goes
// out, "" when nothing is.
func phoneNote(typed, region string, r Rules) string {
	if r.PhoneFormat == "typed" {
		return ""
	}
	p := r.phone(typed, region)
	p.validate()
	if p.Valid && !p.plus && p.Extension == "" && !strings.ContainsFunc(typed, unicode.IsLetter) {
		return ""
	}
	p.dress()
	switch {
	case p.doubt != "":
		return "sent as typed: " + p.doubt
	case p.Possible && !p.Valid:
		return "sent as " + p.sent(r) + ", though no such number is in use"
	case p.Possible && p.Beside != "":
		return "sent as " + p.sent(r) + ", “" + p.Beside + "” in the notes"
	case p.Possible:
		return "sent as " + p.sent(r)
	case region == "" && !international(typed):
		return "no country known for this number: add + and the country code, or a country in the address"
	}
	return "sent as typed: " + p.impossible()
}

// impossible is the reason why a number is not possible.
func (p Phone) impossible() string {
	switch p.reason {
	case phonenumbers.TOO_SHORT, phonenumbers.IS_POSSIBLE_LOCAL_ONLY:
		return "too short" + p.where()
	case phonenumbers.TOO_LONG:
		return "too long" + p.where()
	case phonenumbers.INVALID_COUNTRY_CODE:
		return "no country has this code"
	}
	return "not a possible number" + p.where()
}

func (p Phone) where() string {
	if p.Place == "" {
		return ""
	}
	return " for " + p.Place
}

// PhonePrefix is what the numbers of a company begin with: country code and area
// code of one of them, "+49 30 "; of a mobile the country code alone. "" for a
// number that is not possible.
func PhonePrefix(typed, region string) string {
	p := parsePhone(strings.TrimSpace(typed), region)
	if !p.Possible {
		return ""
	}
	prefix := "+" + strconv.Itoa(int(p.number.GetCountryCode())) + " "
	if n := phonenumbers.GetLengthOfGeographicalAreaCode(p.number); n > 0 {
		prefix += phonenumbers.GetNationalSignificantNumber(p.number)[:n] + " "
	}
	return prefix
}
