package lead

import "testing"

func TestReadPhone(t *testing.T) {
	t.Parallel()
	tests := []struct {
		typed, region string
		want          Phone
	}{
		{"030 901820", "DE", Phone{E164: "+4930901820", Display: "+49 30 901820", Region: "DE", Place: "Germany", National: true, Possible: true, Valid: true}},
		{"030 901820", "de", Phone{E164: "+4930901820", Display: "+49 30 901820", Region: "DE", Place: "Germany", National: true, Possible: true, Valid: true}},
		{"+49 30 901820", "US", Phone{E164: "+4930901820", Display: "+49 30 901820", Region: "DE", Place: "Germany", Possible: true, Valid: true}},
		{"0049 30 901820", "", Phone{E164: "+4930901820", Display: "+49 30 901820", Region: "DE", Place: "Germany", Possible: true, Valid: true}},
		{"+1-555-204-7789", "", Phone{E164: "+15552047789", Display: "+1 555-204-7789", Region: "US", Place: "United States", Possible: true}},
		{"+1 604 555 0123", "", Phone{E164: "+16045550123", Display: "+1 604-555-0123", Region: "CA", Place: "Canada", Possible: true, Valid: true}},
		{"(206) 555-0142 x7", "US", Phone{
			E164: "+12065550142", Extension: "7", Display: "+1 206-555-0142 ext. 7",
			Region: "US", Place: "United States", National: true, Possible: true, Valid: true,
		}},
		{"＋４９ ３０ ９０１８２０", "", Phone{E164: "+4930901820", Display: "+49 30 901820", Region: "DE", Place: "Germany", Possible: true, Valid: true}},
		{"+800 1234 5678", "", Phone{E164: "+80012345678", Display: "+800 1234 5678", Possible: true, Valid: true}},
		{"030 901820", "", Phone{Display: "030 901820"}},
		{"030 901820", "AQ", Phone{Display: "030 901820"}},
		{" 12 ", "DE", Phone{Display: "12", Region: "DE", Place: "Germany", National: true}},
		{"", "DE", Phone{}},
		{"reception", "DE", Phone{Display: "reception", Region: "DE", Place: "Germany", National: true}},
		{rep("1", 65), "DE", Phone{Display: rep("1", 65)}},
	}
	for _, tt := range tests {
		got := ReadPhone(tt.typed, tt.region)
		got.number, got.reason = nil, 0
		if got != tt.want {
			t.Errorf("%q in %q:\ngot  %+v\nwant %+v", tt.typed, tt.region, got, tt.want)
		}
	}
}

func TestSendPhoneInEachFormat(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ typed, format, want string }{
		{"030 901820", "", "+4930901820"},
		{"030 901820", "e164", "+4930901820"},
		{"030 901820", "international", "+49 30 901820"},
		{"030 901820", "national", "030 901820"},
		{" 030/901820 ", "typed", "030/901820"},
		{" 12 ", "e164", "12"},
		{"030 901820 ext. 5", "e164", "+4930901820 ext. 5"},
		{"+1 206 555 0142", "national", "(206) 555-0142"},
	} {
		if got := SendPhone(tt.typed, "DE", Rules{PhoneFormat: tt.format}); got != tt.want {
			t.Errorf("%q %s: got %q, want %q", tt.typed, tt.format, got, tt.want)
		}
	}
}

func TestPhonesOfTheMostCharacters(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{48: "+4930901820", 49: ""} {
		typed := "+49 30 901820 (" + rep("a", n) + ")"
		if got := ReadPhone(typed, "").E164; got != want {
			t.Errorf("%d characters: read as %q, want %q", len(typed), got, want)
		}
		if fault := phoneFault(typed); (fault == "") != (want != "") {
			t.Errorf("%d characters: %q", len(typed), fault)
		}
	}
}

func TestPhoneRegionPrefersTheNearestAddress(t *testing.T) {
	t.Parallel()
	l := Lead{
		Person:   Person{Addresses: []Address{{City: "Wien"}, {Country: "Nowhere"}, {Country: "Austria"}, {Country: "DE"}}},
		Contacts: []Person{{}, {Addresses: []Address{{Country: "ch"}}}},
	}
	for contact, want := range []string{"AT", "AT", "CH", "AT"} {
		if got := PhoneRegion(l, contact, Rules{Region: "US"}); got != want {
			t.Errorf("contact %d: got %s, want %s", contact, got, want)
		}
	}
	for _, country := range []string{"Nowhere", "Korea", "Congo", "Georgia, USA"} {
		l := Lead{Person: Person{Addresses: []Address{{Country: country}}}, Contacts: []Person{{}}}
		for contact := range 2 {
			if got := PhoneRegion(l, contact, Rules{Region: "US"}); got != "" {
				t.Errorf("in %s, contact %d: got %s, want none guessed", country, contact, got)
			}
		}
	}
	if got := PhoneRegion(Lead{Person: Person{Addresses: []Address{{City: "Reno", Country: " "}}}}, 0, Rules{Region: "US"}); got != "US" {
		t.Errorf("without a country: got %s, want US", got)
	}
	if got := PhoneRegion(Lead{}, 0, Rules{Region: "us"}); got != "US" {
		t.Errorf("without an address: got %s, want US", got)
	}
	if got := PhoneRegion(Lead{}, 0, Rules{}); got != "" {
		t.Errorf("without anything: got %s, want none", got)
	}
}

func TestPhoneNotes(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ typed, region, want string }{
		{"030 901820", "DE", ""},
		{"030", "DE", "sent as typed: too short for Germany"},
		{"030 901820 901820 901", "DE", "sent as typed: too long for Germany"},
		{"Anna 0171 1234567", "DE", "sent as +491711234567, “Anna” in the notes"},
		{"030 / 901820 or 030 901821", "DE", "sent as typed: two numbers in one field"},
		{"+49 3", "", "sent as typed: too short"},
		{"0049 30 901820", "", ""},
		{"030 901820901820901 / 5", "DE", "sent as typed: too long for Germany"},
		{"555 204 7789/7790", "US", "sent as typed: two numbers in one field"},
		{"0100123 / 456", "DE", "sent as +49100123456, though no such number is in use"},
		{"030 901820 +49 171 1234567 +49 171 1234568", "DE", "sent as typed: two numbers in one field"},
		{"+49 30 901820 ＋49 30 901821", "DE", "sent as typed: two numbers in one field"},
		{"112 ext. 5", "DE", "sent as typed: too short for Germany"},
		{"12 Anna", "DE", "sent as typed: too short for Germany"},
		{"3903692581", "IT", "sent as typed: with + it would be another number"},
	} {
		if got := phoneNote(tt.typed, tt.region, Rules{}); got != tt.want {
			t.Errorf("%q in %q: got %q, want %q", tt.typed, tt.region, got, tt.want)
		}
	}
	if got := phoneNote("1", "DE", Rules{PhoneFormat: "typed"}); got != "" {
		t.Errorf("sent as typed by configuration: got %q, want none", got)
	}
}

func TestPhonePrefix(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"+49 30 901820": "+49 30 ", "030 901820": "+49 30 ", "+1 212 555 2368": "+1 212 ", "0171 5550123": "+49 ",
		"+44 20 7946 0958": "+44 20 ", "12": "", "": "",
	} {
		if got := PhonePrefix(typed, "DE"); got != want {
			t.Errorf("%q begins with %q, want %q", typed, got, want)
		}
	}
}
