package lead

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/nyaruka/phonenumbers"

	"leadpad/safe/lazyregexp"
)

// numbering is a region's numbering plan. libphonenumber reads a number with a dozen
// regular expressions; of one that is nothing but digits and what people put between
// them, all but the plan's own say nothing. What is read here is what libphonenumber
// reads, number by number; all that is not so plain is left to it.
type numbering struct {
	*phonenumbers.PhoneMetadata
	abroad *regexp.Regexp // what is dialled there to call another country
	trunk  *regexp.Regexp // what is dialled before a number within the country, nil for nothing
	first  *regexp.Regexp // how its numbers begin among those of one calling code, nil for no rule
	any    func(string) bool
	kinds  []numberKind
}

// numberKind is one kind of number in a plan: mobile, toll free, …
type numberKind struct {
	*phonenumbers.PhoneNumberDesc
	match func(string) bool
}

// The lengths that numberings and libphonenumber agree on.
const (
	shortestPlain = 7 // digits; shorter ones are local, or services
	longestNumber = 17
	longestCode   = 3
)

// plans are the numbering plans by region, or by calling code for those of no
// country, each made when it is first asked for.
var plans = sync.OnceValue(func() map[string]func() *numbering {
	all, err := phonenumbers.MetadataCollection()
	if err != nil {
		return nil // all is left to libphonenumber
	}
	made := make(map[string]func() *numbering, len(all.GetMetadata()))
	for _, meta := range all.GetMetadata() {
		made[planName(meta.GetId(), int(meta.GetCountryCode()))] = sync.OnceValue(func() *numbering { return newNumbering(meta) })
	}
	return made
})

// planName names a region's plan.
func planName(region string, code int) string {
	if region == phonenumbers.REGION_CODE_FOR_NON_GEO_ENTITY {
		return strconv.Itoa(code)
	}
	return region
}

// planOf is a region's numbering plan, nil when none is known.
func planOf(region string, code int) *numbering {
	if plan := plans()[planName(region, code)]; plan != nil {
		return plan()
	}
	return nil
}

func newNumbering(meta *phonenumbers.PhoneMetadata) *numbering {
	p := &numbering{PhoneMetadata: meta, abroad: regexp.MustCompile("^(?:" + meta.GetInternationalPrefix() + ")")}
	if prefix := meta.GetNationalPrefixForParsing(); prefix != "" {
		p.trunk = regexp.MustCompile("^(?:" + prefix + ")")
	}
	if digits := meta.GetLeadingDigits(); digits != "" {
		p.first = regexp.MustCompile("^(?:" + digits + ")")
	}
	p.any = matcher(meta.GetGeneralDesc())
	for _, desc := range []*phonenumbers.PhoneNumberDesc{
		meta.GetFixedLine(), meta.GetMobile(), meta.GetPremiumRate(), meta.GetTollFree(), meta.GetSharedCost(), meta.GetVoip(),
		meta.GetPersonalNumber(), meta.GetPager(), meta.GetUan(), meta.GetVoicemail(),
	} {
		if desc.GetNationalNumberPattern() != "" {
			p.kinds = append(p.kinds, numberKind{desc, matcher(desc)})
		}
	}
	return p
}

// matcher says which digits match a description's pattern as a whole.
func matcher(desc *phonenumbers.PhoneNumberDesc) func(string) bool {
	return lazyregexp.New("^(?:" + desc.GetNationalNumberPattern() + ")$").MatchString
}

// readNumber is phonenumbers.Parse.
func readNumber(typed, region string) (*phonenumbers.PhoneNumber, error) {
	if plainDigits(typed) && len(typed) <= MaxPhone {
		if n, ok := plainNumber(typed, region); ok {
			return n, nil
		}
	}
	return phonenumbers.Parse(typed, region)
}

// plainNumber is phonenumbers.Parse for a number of digits and what people put
// between them (see plainDigits), with a plus sign before it or none; ok is false for
// one that has to be read by it.
func plainNumber(typed, region string) (n *phonenumbers.PhoneNumber, ok bool) {
	digits := asciiDigits(typed)
	if len(digits) < shortestPlain || len(digits) > longestNumber+longestCode {
		return nil, false
	}
	code, national := 0, digits
	if typed[0] == '+' {
		code, national = callingCode(digits)
		region = phonenumbers.GetRegionCodeForCountryCode(code)
	} else {
		code = phonenumbers.GetCountryCodeForRegion(region)
	}
	plan := planOf(region, code)
	if code == 0 || plan == nil {
		return nil, false
	}
	if typed[0] != '+' && (plan.abroad.MatchString(digits) || strings.HasPrefix(digits, strconv.Itoa(code))) {
		return nil, false
	}
	if national, ok = plan.withoutTrunk(national); !ok || len(national) < 2 || len(national) > longestNumber {
		return nil, false
	}
	return number(code, national), true
}

// callingCode cuts the code of a country, or of a service of no country, from the
// digits behind a plus sign; 0 when there is none.
func callingCode(digits string) (code int, national string) {
	for i := 1; i <= longestCode && digits[0] != '0'; i++ {
		code, _ = strconv.Atoi(digits[:i])
		if phonenumbers.GetRegionCodeForCountryCode(code) != phonenumbers.UNKNOWN_REGION {
			return code, digits[i:]
		}
	}
	return 0, ""
}

// withoutTrunk cuts the trunk prefix from a number, where the rest is one as well;
// ok is false where libphonenumber writes the number anew.
func (p *numbering) withoutTrunk(national string) (rest string, ok bool) {
	if p.trunk == nil || p.GetNationalPrefixForParsing() == "0" && national[0] != '0' {
		return national, true
	}
	at := p.trunk.FindStringSubmatchIndex(national)
	if at == nil {
		return national, true
	}
	if p.GetNationalPrefixTransformRule() != "" && at[len(at)-2] >= 0 {
		return "", false
	}
	rest = national[at[1]:]
	if p.any(national) && !p.any(rest) {
		return national, true
	}
	switch p.length(rest) {
	case phonenumbers.TOO_SHORT, phonenumbers.IS_POSSIBLE_LOCAL_ONLY, phonenumbers.INVALID_LENGTH:
		return national, true
	}
	return rest, true
}

// length says whether a number of that many digits may be one.
func (p *numbering) length(national string) phonenumbers.ValidationResult {
	n := int32(len(national))
	possible := p.GetGeneralDesc().GetPossibleLength()
	switch {
	case possible[0] == -1:
		return phonenumbers.INVALID_LENGTH
	case slices.Contains(p.GetGeneralDesc().GetPossibleLengthLocalOnly(), n):
		return phonenumbers.IS_POSSIBLE_LOCAL_ONLY
	case slices.Contains(possible, n):
		return phonenumbers.IS_POSSIBLE
	case n < possible[0]:
		return phonenumbers.TOO_SHORT
	case n > possible[len(possible)-1]:
		return phonenumbers.TOO_LONG
	}
	return phonenumbers.INVALID_LENGTH
}

// number makes libphonenumber's number of a code and the digits behind it.
func number(code int, national string) *phonenumbers.PhoneNumber {
	c := int32(code)
	value, _ := strconv.ParseUint(national, 10, 64)
	n := &phonenumbers.PhoneNumber{CountryCode: &c, NationalNumber: &value}
	if national[0] != '0' {
		return n
	}
	leads := true // in Italy and some others a zero belongs to the number
	n.ItalianLeadingZero = &leads
	zeros := int32(len(national) - len(strings.TrimLeft(national, "0")))
	if zeros = min(zeros, int32(len(national))-1); zeros > 1 {
		n.NumberOfLeadingZeros = &zeros
	}
	return n
}

// possible is phonenumbers.IsPossibleNumberWithReason.
func possible(n *phonenumbers.PhoneNumber) phonenumbers.ValidationResult {
	code := int(n.GetCountryCode())
	plan := planOf(phonenumbers.GetRegionCodeForCountryCode(code), code)
	if plan == nil || plan.GetGeneralDesc().GetNationalNumberPattern() == "" {
		return phonenumbers.IsPossibleNumberWithReason(n)
	}
	return plan.length(nationalNumber(n))
}

// inUse is phonenumbers.IsValidNumber.
func inUse(n *phonenumbers.PhoneNumber) bool {
	code := int(n.GetCountryCode())
	national := nationalNumber(n)
	regions := phonenumbers.GetRegionCodesForCountryCode(code)
	for _, region := range regions {
		plan := planOf(region, code)
		if plan == nil {
			return phonenumbers.IsValidNumber(n)
		}
		switch {
		case len(regions) == 1 || plan.first == nil:
			if plan.valid(national) {
				return true
			}
		case plan.first.MatchString(national):
			return plan.valid(national)
		}
	}
	return false
}

// valid says that a number is of one of the plan's kinds.
func (p *numbering) valid(national string) bool {
	fits := func(desc *phonenumbers.PhoneNumberDesc) bool {
		return len(desc.GetPossibleLength()) == 0 || slices.Contains(desc.GetPossibleLength(), int32(len(national)))
	}
	return fits(p.GetGeneralDesc()) && p.any(national) && slices.ContainsFunc(p.kinds, func(k numberKind) bool {
		return fits(k.PhoneNumberDesc) && k.match(national)
	})
}

// nationalNumber is a number's digits behind its calling code.
func nationalNumber(n *phonenumbers.PhoneNumber) string {
	digits := strconv.FormatUint(n.GetNationalNumber(), 10)
	if n.GetItalianLeadingZero() {
		return strings.Repeat("0", int(min(max(n.GetNumberOfLeadingZeros(), 0), longestNumber))) + digits
	}
	return digits
}

// asciiDigits are the digits in a text.
func asciiDigits(s string) string {
	digits := make([]byte, 0, len(s))
	for i := range len(s) {
		if c := s[i]; c >= '0' && c <= '9' {
			digits = append(digits, c)
		}
	}
	return string(digits)
}

// e164 is a number in the form of that name.
func e164(n *phonenumbers.PhoneNumber) string {
	return "+" + strconv.Itoa(int(n.GetCountryCode())) + nationalNumber(n)
}
