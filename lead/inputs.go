package lead

import (
	"slices"
	"strconv"
	"strings"

	"leadpad/safe/lazyregexp"
)

func (c *checker) email(at Path, typed string) {
	if fault := emailFault(typed); fault != "" {
		c.add(at, false, fault)
		return
	}
	c.add(at, true, mailTypo(typed))
	c.add(at, true, oddDots(typed))
	lower := strings.ToLower(typed)
	if c.emails[lower] {
		c.add(at, true, "the same address stands in this lead already")
	}
	if c.emails == nil {
		c.emails = map[string]bool{}
	}
	c.emails[lower] = true
}

func (c *checker) social(at Path, typed string) {
	if at.Part == URL {
		c.add(at, false, urlFault(typed))
		return
	}
	c.add(at, false, lengthFault(typed, MaxType))
	at.Part = URL
	if strings.TrimSpace(c.lead.Get(at)) == "" {
		c.add(at, false, "the web address is missing")
	}
}

// twice notes the rows of a field that say what an earlier one said.
func (c *checker) twice(contact int, f Field) {
	n := min(c.lead.Rows(contact, f), MaxRows)
	if n < 2 {
		return
	}
	seen := make([]string, 0, n)
	for row := range n {
		at := Path{Contact: contact, Field: f, Row: row}
		key := Fold(c.lead.Get(at))
		if f == Phones {
			key = strings.ReplaceAll(key, " ", "")
		}
		if key != "" && slices.Contains(seen, key) {
			c.add(at, true, "the same stands in a row above")
		}
		seen = append(seen, key)
	}
}

// EmployeeCount reads a head count as typed, and says whether it is one that
// can be sent.
func EmployeeCount(typed string) (n int, ok bool) {
	n, fault := employees(strings.TrimSpace(typed))
	return n, fault == ""
}

func employees(typed string) (n int, fault string) {
	if typed == "" || strings.Trim(typed, "0123456789") != "" {
		return 0, noCount(typed)
	}
	n, err := strconv.Atoi(typed)
	if err != nil || n > MaxEmployees {
		return 0, "0 to 5,000,000"
	}
	return n, ""
}

// Forms in which people and other programs write a head count.
var (
	rangeForm    = lazyregexp.New(`^\d[\d.,]*\s*(?:-|–|—|to|bis)\s*\d[\d.,]*$`)
	groupedForm  = lazyregexp.New(`^\d{1,3}(?:[.,'’ \x{a0}\x{202f}]\d{3})+$`)
	decimalForm  = lazyregexp.New(`^(\d+)[.,]0+$`)
	exponentForm = lazyregexp.New(`^\d+(?:[.,]\d+)?[eE][+]?\d{1,3}$`)
)

// noCount says what would be right instead of a head count that is no number of
// digits.
func noCount(typed string) string {
	if rest, minus := strings.CutPrefix(typed, "-"); minus && strings.Trim(rest, "0123456789") == "" {
		return "0 to 5,000,000"
	}
	switch {
	case rangeForm.MatchString(typed):
		return "one number in digits, like 30, not a range"
	case groupedForm.MatchString(typed):
		return "digits only: " + onlyDigits(typed) + "?"
	case decimalForm.MatchString(typed):
		return "digits only: " + decimalForm.FindStringSubmatch(typed)[1] + "?"
	case exponentForm.MatchString(typed):
		f, err := strconv.ParseFloat(strings.Replace(typed, ",", ".", 1), 64)
		if err == nil && f == float64(int(f)) && f <= MaxEmployees {
			return "digits only: " + strconv.Itoa(int(f)) + "?"
		}
	}
	return "digits only, like 12000"
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// uuidFault wants the form of RFC 9562 with hyphens, in any case.
func uuidFault(s string) string {
	const fault = "a UUID, like 123e4567-e89b-12d3-a456-426614174000"
	if len(s) != 36 {
		return fault
	}
	for i := range len(s) {
		b := s[i]
		switch i {
		case 8, 13, 18, 23:
			if b != '-' {
				return fault
			}
		default:
			if !(b >= '0' && b <= '9' || b >= 'a' && b <= 'f' || b >= 'A' && b <= 'F') {
				return fault
			}
		}
	}
	return ""
}
