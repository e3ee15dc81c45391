package lead

// Rules are what a workspace's settings add to the checks.
type Rules struct {
	// Region is the ISO 3166-1 alpha-2 code in which a phone without "+" is read
	// when the lead has no address with a country; "" means none.
	Region string
	// PhoneFormat is how a possible phone goes out: "e164" (also ""),
	// "international", "national" or "typed".
	PhoneFormat string
	// Required lists what the house demands; each entry is a group of fields of
	// which one must be filled.
	Required [][]Field
}

// Check finds what is wrong with a lead, in the order of the form. It knows
// what is true in every request form; api.Encoding.Check adds the rest.
func Check(l Lead, r Rules) []Problem { return nil }

// Count gives the number of problems that keep a lead a draft (notes are none).
func Count(ps []Problem) int {
	n := 0
	for _, p := range ps {
		if !p.Note {
			n++
		}
	}
	return n
}

// Accept drops from typed or pasted text what no field may hold (control
// characters but, in notes, the newline), turns \r\n and \r into \n, makes the
// rest valid UTF-8, and says how many characters it dropped.
func Accept(s string, multiline bool) (accepted string, dropped int) { return s, 0 }

// Phone is how a typed phone number was read.
type Phone struct {
	E164     string // "" unless Possible
	Display  string // formatted for people; the typed text when not Possible
	Region   string // ISO code in which it was read, "" when unknown
	Place    string // English name of the region, "" when unknown
	Possible bool
	Valid    bool
}

// ReadPhone reads typed in region (an ISO code, "" for none).
func ReadPhone(typed, region string) Phone { return Phone{Display: typed} }

// PhoneRegion is the region in which a phone of p without "+" is read: that of
// the first address with a known country, else rules' region.
func PhoneRegion(l Lead, contact int, r Rules) string { return r.Region }

// SendPhone is the number as it goes out under r.PhoneFormat.
func SendPhone(typed, region string, r Rules) string { return typed }

// CountryCode gives the ISO 3166-1 alpha-2 code for a code (any case, also
// alpha-3) or an English name.
func CountryCode(typed string) (code string, ok bool) { return "", false }

// CountryName gives the English name for an alpha-2 code.
func CountryName(code string) string { return code }

// SocialType is the type that a URL's host stands for: "LinkedIn", "X",
// "Facebook", "Instagram", "GitHub", …, else "Website"; "" for an empty URL.
func SocialType(url string) string { return "" }

// Title is what a lead is called in a table: its name, else a contact's last
// name, else its company, first email or first phone; "" when it has none.
func (l Lead) Title() string { return l.Name }

// Empty says that nothing was typed.
func (l Lead) Empty() bool { return false }

// Clone copies l so that no slice is shared.
func (l Lead) Clone() Lead { return l }
