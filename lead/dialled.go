package lead

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nyaruka/phonenumbers"
)

// shortestPhone is the number of digits from which a number may have an extension.
const shortestPhone = 3

// dialled is what of a typed phone is dialled, and what stands beside it. Digits
// belong together only when the rep typed them as digits of one number: letters
// are no keys, and what follows a complete number is no part of it.
type dialled struct {
	number    string // what libphonenumber is to read, "" in doubt
	extension string
	beside    string // "Fax", "Anna": goes to the notes
	doubt     string // why nobody can tell which number is meant, in words
}

// The doubts, as a note goes on behind "sent as typed: ".
const (
	twoNumbers    = "two numbers in one field"
	lettersWithin = "letters between the digits"
	digitsBeside  = "digits beside the words"
)

// extensionForm is an extension behind a number, in the words of several
// countries. The letter before it must not be part of a longer word (Fax 12).
var extensionForm = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:;ext=|extension|extn?\.?|x|#|durchwahl|dw\.?|nebenstelle|poste|int(?:erno)?\.?|anexo|ramal|доб(?:\.|авочный)?)\s*[:.]?\s*(\d{1,7})\)?\s*$`)

// vanityForm is a number whose letters are dialled as keys: digits, then capitals
// to the end, as in 1-800-FLOWERS.
var vanityForm = regexp.MustCompile(`^\+?[\d\s().-]*\d[\s.-]*\(?[A-Z]{3,}[A-Z0-9\s.-]*\)?$`)

// inParentheses is a remark in parentheses: one that has letters.
var inParentheses = regexp.MustCompile(`[(\[（][^()\[\]（）]*\p{L}[^()\[\]（）]*[)\]）]`)

// betweenNumbers separates two numbers, unless what stands before it is none yet
// ("030/901820").
var betweenNumbers = regexp.MustCompile(`\s*[/,;|&\n]+\s*|\s+[-–—]\s+|\s+(?i:or|oder|and|und|o|ou|y|e|et)\s+`)

// dial takes a trimmed phone apart, read in region.
func dial(typed, region string) dialled {
	if plainDigits(typed) {
		return dialled{number: typed}
	}
	if vanityForm.MatchString(typed) && vanity(typed, region) {
		return dialled{number: typed}
	}
	var d dialled
	rest := typed
	if at := extensionForm.FindStringSubmatchIndex(rest); at != nil {
		first, _ := utf8.DecodeRuneInString(rest[at[0]:])
		cut := at[0]
		if isDigit(first) || first == ')' {
			cut += utf8.RuneLen(first)
		}
		if digitCount(rest[:cut]) >= shortestPhone {
			d.extension, rest = rest[at[2]:at[3]], rest[:cut]
		}
	}
	var beside []string
	rest = inParentheses.ReplaceAllStringFunc(rest, func(s string) string {
		beside = append(beside, strings.Trim(s, "()[]（） "))
		return " "
	})
	if second(rest, region) {
		return dialled{doubt: twoNumbers}
	}
	before, number, behind, ok := words(rest)
	if !ok {
		return dialled{doubt: lettersWithin}
	}
	if behind != "" && len(beside) == 0 && shortTail(number) {
		return dialled{doubt: digitsBeside}
	}
	d.number = number
	d.beside = strings.Join(nonEmpty(append([]string{before}, append(beside, behind)...)...), ", ")
	return d
}

// vanity says that a number with letters is one as a whole: its digits alone are
// none, with the letters as keys it is in use, and it is of a kind that is sold
// by its word.
func vanity(typed, region string) bool {
	digits := strings.TrimRightFunc(typed, func(r rune) bool { return !isDigit(r) })
	if i := strings.IndexFunc(typed, unicode.IsLetter); i >= 0 {
		digits = typed[:i]
	}
	if whole(digits, region) {
		return false
	}
	n, err := phonenumbers.Parse(typed, region)
	if err != nil || !phonenumbers.IsValidNumber(n) {
		return false
	}
	switch phonenumbers.GetNumberType(n) {
	case phonenumbers.TOLL_FREE, phonenumbers.PREMIUM_RATE, phonenumbers.SHARED_COST, phonenumbers.UAN:
		return true
	}
	return n.GetCountryCode() == 1
}

// second says that rest holds a further number behind a complete one.
func second(rest, region string) bool {
	if strings.Count(rest, "+")+strings.Count(rest, "＋") > 1 {
		return true
	}
	for _, at := range betweenNumbers.FindAllStringIndex(rest, -1) {
		before, behind := rest[:at[0]], rest[at[1]:]
		if digitCount(behind) == 0 || digitCount(before) == 0 {
			continue
		}
		if strings.TrimSpace(rest[at[0]:at[1]]) == "-" && digitCount(behind) < 5 {
			continue // an extension dialled behind: 901820 - 12
		}
		if whole(clean(before), region) {
			return true
		}
	}
	return false
}

// words takes the words before and behind a number from it; ok is false when
// letters stand between its digits.
func words(s string) (before, number, behind string, ok bool) {
	first := strings.IndexFunc(s, isDigitOrPlus)
	last := strings.LastIndexFunc(s, isDigit)
	if first < 0 || last < first {
		return "", "", strings.TrimSpace(s), true
	}
	_, size := utf8.DecodeRuneInString(s[last:])
	before, number, behind = s[:first], s[first:last+size], s[last+size:]
	if strings.HasSuffix(strings.TrimRight(before, " "), "(") { // of an area code
		before = strings.TrimRight(before, " (")
		number = "(" + number
	}
	trim := func(s string) string {
		return strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !isDigit(r) })
	}
	return trim(before), number, trim(behind), !strings.ContainsFunc(number, unicode.IsLetter)
}

// shortTail says that the last digits stand apart from the number and are so few
// that they may belong to the words behind them ("8-17 Uhr").
func shortTail(number string) bool {
	groups := strings.Fields(number)
	return len(groups) > 1 && digitCount(groups[len(groups)-1]) <= 4 && strings.ContainsAny(groups[len(groups)-1], "-–:.") ||
		len(groups) > 1 && digitCount(groups[len(groups)-1]) <= 2
}

// clean is a text without its words.
func clean(s string) string {
	_, number, _, _ := words(inParentheses.ReplaceAllString(s, " "))
	return number
}

// whole says that a text without words is a whole number: one in use, or one
// that is long enough for a number and its area code.
func whole(digits, region string) bool {
	const long = 7
	n, err := phonenumbers.Parse(digits, region)
	return err == nil && (phonenumbers.IsValidNumber(n) ||
		phonenumbers.IsPossibleNumberWithReason(n) == phonenumbers.IS_POSSIBLE && digitCount(digits) > long)
}

// plainDigits says that typed is one number at a glance: digits and what people
// put between them, no slash, no letter.
func plainDigits(typed string) bool {
	for i := range len(typed) {
		switch c := typed[i]; {
		case c >= '0' && c <= '9', c == ' ', c == '(', c == ')', c == '.', c == '+' && i == 0:
		case c == '-' && (i == 0 || typed[i-1] != ' '):
		default:
			return false
		}
	}
	return true
}

func digitCount(s string) int {
	n := 0
	for _, r := range s {
		if isDigit(r) {
			n++
		}
	}
	return n
}

func isDigit(r rune) bool { return unicode.Is(unicode.Nd, r) }

func isDigitOrPlus(r rune) bool { return isDigit(r) || r == '+' || r == '＋' }

func nonEmpty(all ...string) []string {
	var out []string
	for _, s := range all {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// foreign reads digits that name their country without a plus sign: "49 171 …",
// or "00 49 …" where 00 is not what one dials there. It gives the international
// form when only that is a number in use, and says when both readings are.
func foreign(digits, region string) (meant string, doubt bool) {
	if international(digits) {
		return "", false
	}
	code := phonenumbers.GetCountryCodeForRegion(region)
	bare := strings.TrimLeftFunc(digits, func(r rune) bool { return !isDigit(r) })
	plain := strings.Map(func(r rune) rune {
		if isDigit(r) {
			return r
		}
		return -1
	}, bare)
	switch {
	case strings.HasPrefix(plain, "00"):
		meant = "+" + plain[2:]
	case code != 0 && strings.HasPrefix(plain, strconv.Itoa(code)):
		meant = "+" + bare
	default:
		return "", false
	}
	n, err := phonenumbers.Parse(meant, "")
	if err != nil || !phonenumbers.IsValidNumber(n) {
		return "", false
	}
	home, err := phonenumbers.Parse(digits, region)
	if err != nil || !phonenumbers.IsValidNumber(home) {
		return meant, false
	}
	if home.GetCountryCode() == n.GetCountryCode() && home.GetNationalNumber() == n.GetNationalNumber() {
		return "", false // libphonenumber reads it so itself
	}
	if trunk := phonenumbers.GetNddPrefixForRegion(region, true); trunk != "" && !strings.HasPrefix(plain, trunk) {
		// A whole number at home begins with the trunk prefix there.
		return meant, false
	}
	return "", true
}
