package lead

import (
	"strings"
	"unicode"
)

// Slipped says where a value that was typed at an input belongs rather: an email
// among the phones, a web address among the emails, a postal code in the country.
// False when it may well belong where it is, and for notes and labels, which take
// anything. region is where a phone without a country is read (PhoneRegion). The
// answer is an input of the same person, its row always 0.
func Slipped(at Path, typed, region string) (Path, bool) {
	typed = strings.TrimSpace(typed)
	to := Path{Contact: at.Contact}
	switch {
	case typed == "" || at.Field == Notes || at.Field == Labels || at.Part == Type || at.Field == CompanyID || at.Field == ContactID:
		return to, false
	case strings.Contains(typed, "@"):
		to.Field = Emails
		return to, at.Field != Emails && emailFault(typed) == ""
	case certainURL(typed):
		to.Field, to.Part = Socials, URL
		return to, at.Field != Socials
	case at.Field == Addresses:
		return slippedInAddress(to, at.Part, typed)
	}
	to.Field = Phones
	return to, at.Field != Phones && at.Field != Employees && certainPhone(typed, region)
}

// certainURL says that nothing but a web address looks so: a scheme, www., or a
// page of a known network.
func certainURL(typed string) bool {
	low := strings.ToLower(typed)
	host, path, _ := strings.Cut(low, "/")
	switch {
	case strings.HasPrefix(low, "http://"), strings.HasPrefix(low, "https://"), strings.HasPrefix(low, "www."):
	case path == "" || SocialType(host) == "Website":
		return false
	}
	return urlFault(typed) == ""
}

// certainPhone says that typed is digits as phones have them, of a number that is
// in use.
func certainPhone(typed, region string) bool {
	for _, r := range typed {
		if !unicode.IsDigit(r) && !strings.ContainsRune("+ -./()", r) {
			return false
		}
	}
	return ReadPhone(typed, region).Valid
}

// slippedInAddress knows postal codes in the place of towns and countries, and
// countries in the place of postal codes.
func slippedInAddress(to Path, part Part, typed string) (Path, bool) {
	to.Field = Addresses
	_, country := CountryCode(typed)
	switch {
	case (part == Country || part == City) && !country && likePostalCode(typed):
		to.Part = PostalCode
	case part == PostalCode && country && !strings.ContainsFunc(typed, unicode.IsDigit) && Units(typed) > len("USA"):
		to.Part = Country
	default:
		return to, false
	}
	return to, true
}

// likePostalCode says that typed is as short as a postal code and has as many
// digits: 10117, SW1A 1AA, 1012 AB, 01310-100, but no town's name.
func likePostalCode(typed string) bool {
	const least, most = 3, 10
	digits, letters := 0, 0
	for _, r := range typed {
		switch {
		case unicode.IsDigit(r):
			digits++
		case unicode.IsUpper(r):
			letters++
		case r != ' ' && r != '-':
			return false
		}
	}
	n := digits + letters
	return digits >= 2 && n >= least && n <= most && letters <= 5
}
