package lead

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nyaruka/phonenumbers"

	"leadpad/safe/lazyregexp"
)

// shortestPhone is the number of digits from which a number may have an extension.
const shortestPhone = 3

// extensionMost is how many digits an extension has at most, or a group of a number
// that stands behind digits enough for a whole one.
const extensionMost = 4

// wholePhone is the number of digits from which a number may have its area code.
const wholePhone = 7

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
	digitsApart   = "digits beside the number"
	fraction      = "a spreadsheet may have added the .0"
	tooShort      = "too short to be a whole number"
	digitsMissing = "digits may be missing"
)

// extensionForm is an extension behind a number, in the words of several
// countries. The letter before it must not be part of a longer word (Fax 12).
var extensionForm = lazyregexp.New(`(?i)(?:^|[^\p{L}])(?:;ext=|extension|extn?\.?|x|#|durchwahl|dw\.?|nebenstelle|poste|int(?:erno)?\.?|anexo|ramal|доб(?:\.|авочный)?|внутр?\.?|w\.|wewn?\.?|loc(?:al|\.)|lok\.|toestel|tst\.?|linka|kl\.|mellék|mell\.|alanumero|anknytning|ankn\.?|dahili|dah\.|εσωτ\.?|内線)\s*[:.]?\s*(\d{1,7})\)?\s*$`)

// vanityForm is a number whose letters are dialled as keys: digits, then capitals
// to the end, as in 1-800-FLOWERS.
var vanityForm = lazyregexp.New(`^\+?[\d\s().-]*\d[\s.-]*\(?[A-Z]{3,}[A-Z0-9\s.-]*\)?$`)

// inParentheses is a remark in parentheses: one that has letters.
var inParentheses = lazyregexp.New(`[(\[（][^()\[\]（）]*\p{L}[^()\[\]（）]*[)\]）]`)

// betweenNumbers separates two numbers, unless what stands before it is none yet
// ("030/901820").
var betweenNumbers = lazyregexp.New(`\s*[/,;|&*~\n]+\s*|\s+[-–—]\s+|\s+(?i:or|oder|and|und|o|ou|y|e|et)\s+`)

// Digits of a number's own: its place in a list ("2. 030 901820"), a remark in
// brackets behind it ("(2)", "[9-17]"), the hours when somebody is there, and the
// fraction of a number that was none.
var (
	listed     = lazyregexp.New(`^\d{1,2}(?:\.\s|\))`)
	remark     = lazyregexp.New(`\s[(\[{]\d[\d\s:./–-]*[)\]}]$`)
	hours      = lazyregexp.New(`\s(\d{1,2})\s?[-–]\s?(\d{1,2})$`)
	fractional = lazyregexp.New(`^\+?\d{6,}\.0+$`)
)

// masked is a sign in a number, or behind it, that stands for a digit which is not
// there: 0171 ***4567, 030 9018xx, 030 9018…, 030 9018?
var masked = lazyregexp.New(`\d\P{L}*(?:[*?•…]|\.\.|__|--$|##|[xX]{2,}(?:\P{L}|$))`)

// apart says which digits of typed are none of the number, "" for none.
func apart(typed, region string) string {
	switch {
	case strings.HasSuffix(typed, "0") && strings.Contains(typed, ".0") && fractional.MatchString(typed):
		return fraction
	case strings.ContainsAny(typed, ".)") && listed.MatchString(typed),
		strings.ContainsAny(typed, ")]}") && remark.MatchString(typed) && whole(clean(remark.ReplaceAllString(typed, "")), region),
		strings.ContainsAny(typed, "-–") && openHours(typed, region):
		return digitsApart
	}
	if groups := strings.Fields(typed); len(groups) > 2 && digitCount(groups[0]) >= shortestPhone && slices.Contains(groups[2:], groups[0]) {
		return twoNumbers // the area code again
	} else if last := len(groups) - 1; last > 1 && digitCount(groups[last]) > extensionMost && digitCount(groups[last-1]) > extensionMost &&
		plainDigits(typed) && whole(strings.Join(groups[:last], " "), region) {
		return twoNumbers // side by side
	}
	return ""
}

// openHours knows "9-17" behind a whole number.
func openHours(typed, region string) bool {
	at := hours.FindStringSubmatchIndex(typed)
	if at == nil {
		return false
	}
	from, _ := strconv.Atoi(typed[at[2]:at[3]])
	to, _ := strconv.Atoi(typed[at[4]:at[5]])
	const day = 24
	return from < to && to <= day && whole(clean(typed[:at[0]]), region)
}

// dial takes a trimmed phone apart, read in region.
func dial(typed, region string) dialled {
	if doubt := apart(typed, region); doubt != "" {
		return dialled{doubt: doubt}
	}
	if strings.ContainsAny(typed, "*?•….-_#xX") && masked.MatchString(typed) && !second(typed, region) {
		return dialled{doubt: digitsMissing}
	}
	if plainDigits(typed) {
		return dialled{number: typed}
	}
	if vanityForm.MatchString(typed) {
		switch {
		case vanity(typed, region):
			return dialled{number: typed}
		case american.MatchString(typed):
			return dialled{doubt: lettersWithin}
		}
	}
	var d dialled
	rest, ext := splitExtension(typed)
	d.extension = ext
	if at := inParentheses.FindStringIndex(rest); len(at) == 2 && digitCount(rest[:at[0]]) == 0 && digitCount(rest[at[0]:at[1]]) > 0 {
		return dialled{doubt: digitsBeside} // "(0xx11) 2345-6789": an area code
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

// splitExtension takes the extension off behind a number that can do without it.
func splitExtension(typed string) (rest, extension string) {
	at := extensionForm.FindStringSubmatchIndex(typed)
	if at == nil {
		return typed, ""
	}
	first, _ := utf8.DecodeRuneInString(typed[at[0]:])
	cut := at[0]
	if isDigit(first) || first == ')' {
		cut += utf8.RuneLen(first)
	}
	if digitCount(typed[:cut]) < shortestPhone {
		return typed, ""
	}
	return typed[:cut], typed[at[2]:at[3]]
}

// vanity says that a number of vanityForm is one as a whole: its digits alone are
// none, with the letters as keys it is in use, and it is of a kind that is sold
// by its word.
func vanity(typed, region string) bool {
	if whole(typed[:strings.IndexFunc(typed, unicode.IsLetter)], region) {
		return false
	}
	n, err := readNumber(typed, region)
	if err != nil || !inUse(n) {
		return false
	}
	switch phonenumbers.GetNumberType(n) {
	case phonenumbers.TOLL_FREE:
		return true
	case phonenumbers.PREMIUM_RATE, phonenumbers.SHARED_COST, phonenumbers.UAN:
		// 1-800 in Germany is an American's number, and +49 1800 another one's.
		return n.GetCountryCode() == 1 || !american.MatchString(typed)
	}
	return n.GetCountryCode() == 1 && isLetter(typed[len(typed)-1])
}

// american is the beginning of a free number in North America.
var american = lazyregexp.New(`^1[\s.-]*\(?8(?:00|33|44|55|66|77|88)\b`)

func isLetter(c byte) bool { return c >= 'A' && c <= 'Z' }

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
// letters stand between its digits, or one touches them.
func words(s string) (before, number, behind string, ok bool) {
	first := strings.IndexFunc(s, isDigitOrPlus)
	last := strings.LastIndexFunc(s, isDigit)
	if first < 0 || last < first {
		return "", "", strings.TrimSpace(s), true
	}
	_, size := utf8.DecodeRuneInString(s[last:])
	before, number, behind = s[:first], s[first:last+size], s[last+size:]
	if letterBefore.MatchString(before) || letterBehind.MatchString(behind) {
		return "", "", "", false // an O for a zero
	}
	if strings.HasSuffix(strings.TrimRight(before, " "), "(") { // of an area code
		before = strings.TrimRight(before, " (")
		number = "(" + number
	}
	trim := func(s string) string {
		return strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !isDigit(r) })
	}
	return trim(before), number, trim(behind), !strings.ContainsFunc(number, unicode.IsLetter)
}

// One letter that touches a digit, or several that are all like digits.
var (
	letterBefore = lazyregexp.New(`(?:^|\P{L})(?:\p{L}|[OoQDIlZSBG]+)$`)
	letterBehind = lazyregexp.New(`^(?:\p{L}|[OoQDIlZSBG]+)(?:\P{L}|$)`)
)

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
	n, err := readNumber(digits, region)
	return err == nil && (inUse(n) ||
		possible(n) == phonenumbers.IS_POSSIBLE && digitCount(digits) > wholePhone)
}

// plainDigits says that typed is one number at a glance: digits and what people
// put between them, no slash, no letter.
func plainDigits(typed string) bool {
	return strings.Trim(typed, "0123456789 ().+-") == "" && strings.LastIndexByte(typed, '+') <= 0 && !strings.Contains(typed, " -")
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
// form when only that is a number in use, and says when both readings are, or
// neither is.
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
	own := code != 0 && strings.HasPrefix(plain, strconv.Itoa(code))
	switch {
	case strings.HasPrefix(plain, "00"):
		meant = "+" + plain[2:]
	case own:
		meant = "+" + bare
	default:
		return "", code != 0 && ofAnother(plain, region)
	}
	n, err := readNumber(meant, "")
	if err != nil || !inUse(n) && (!own || possible(n) != phonenumbers.IS_POSSIBLE) {
		return "", false
	}
	home, err := readNumber(digits, region)
	switch used := err == nil && inUse(home); {
	case err == nil && home.GetCountryCode() == n.GetCountryCode() && home.GetNationalNumber() == n.GetNationalNumber():
		return "", false // libphonenumber reads it so itself
	case !inUse(n):
		return "", !used
	case !used:
		return meant, false
	}
	if trunk := phonenumbers.GetNddPrefixForRegion(region, true); trunk != "" && !strings.HasPrefix(plain, trunk) {
		// A whole number at home begins with the trunk prefix there.
		return meant, false
	}
	return "", true
}

// ofAnother says that digits may be a number of another country without its plus
// sign: with it they are in use, and at home one writes a zero before a number.
func ofAnother(plain, region string) bool {
	if plain == "" || plain[0] == '0' || phonenumbers.GetNddPrefixForRegion(region, true) != "0" {
		return false
	}
	n, err := readNumber("+"+plain, "")
	if err != nil || !inUse(n) {
		return false
	}
	home, err := readNumber(plain, region)
	return err != nil || !inUse(home) || strings.HasPrefix(phonenumbers.Format(home, phonenumbers.NATIONAL), "0")
}
