package lead

import (
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers"
)

// What a phone goes out as: the number that was meant where that is certain,
// else what was typed; never a number that nobody typed.
func TestDigitsOfOneNumber(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ typed, region, want, beside string }{
		// Words beside the number.
		{"+49 30 901820 (Fax)", "", "+4930901820", "Fax"},
		{"+49 30 901820 Mobil", "", "+4930901820", "Mobil"},
		{"030 901820 (8-17 Uhr)", "DE", "+4930901820", "8-17 Uhr"},
		{"030 901820 8-17 Uhr", "DE", "030 901820 8-17 Uhr", ""},
		{"Anna 0171 1234567", "DE", "+491711234567", "Anna"},
		{"Tel.: +43 (1) 5880", "", "+4315880", "Tel"},
		{"T (030) 901820", "DE", "+4930901820", "T"},
		{"01 5880 0 (privat)", "AT", "+43158800", "privat"},
		{"+49 30 901820 – Frau Müller, Einkauf", "", "+4930901820", "Frau Müller, Einkauf"},
		{"携帯 090-1234-5678", "JP", "+819012345678", "携帯"},
		{"+49 30 901820 （传真）", "", "+4930901820", "传真"},
		{"030 90I82O", "DE", "030 90I82O", ""},
		{"+49 30 90l820", "", "+49 30 90l820", ""},
		{"0171 1234567 Zimmer 12", "DE", "0171 1234567 Zimmer 12", ""},
		{"030 90182O", "DE", "030 90182O", ""},
		{"O30 901820", "DE", "O30 901820", ""},
		{"030 901820 l", "DE", "+4930901820", "l"},
		{"Tel030 901820", "DE", "+4930901820", "Tel"},
		{"03-1234-5678（代）", "JP", "+81312345678", "代"},
		{"0171 1234567 (2. Stock)", "DE", "+491711234567", "2. Stock"},
		{"5 Flowers", "DE", "5 Flowers", ""},
		{"030 901820-", "DE", "+4930901820", ""},
		{"030 9018 20 (Fax)x5", "DE", "+4930901820 ext. 5", "Fax"},
		// Too few digits for an area code, in a country that takes any length.
		{"12-34 Anna", "DE", "12-34 Anna", ""},
		{"1234", "DE", "1234", ""},
		{"Zimmer 4711", "AT", "Zimmer 4711", ""},
		{"+49 1234", "DE", "+491234", ""},
		{"4002", "NU", "+6834002", ""},
		{"712 345 Anna", "AD", "+376712345", "Anna"},
		// Digits beside the number.
		{"2. 030 901820", "DE", "2. 030 901820", ""},
		{"1) 030 901820", "DE", "1) 030 901820", ""},
		{"030 901820 (12)", "DE", "030 901820 (12)", ""},
		{"030 (901820)", "DE", "+4930901820", ""},
		{"4930901820.0", "DE", "4930901820.0", ""},
		{"030 901820 (9-17)", "DE", "030 901820 (9-17)", ""},
		{"030 901820 [901821]", "DE", "030 901820 [901821]", ""},
		{"030 901820 9-17", "DE", "030 901820 9-17", ""},
		{"030 9018 20-17", "DE", "+493090182017", ""},
		{"030 901820 901821", "DE", "030 901820 901821", ""},
		{"030 901820 * 901821", "DE", "030 901820 * 901821", ""},
		{"030 901820 ~ 901821", "DE", "030 901820 ~ 901821", ""},
		{"+91 98765 43210", "DE", "+919876543210", ""},
		{"030 9018ZO", "DE", "030 9018ZO", ""},
		{"1 - 030 901820", "DE", "1 - 030 901820", ""},
		{"1 (030) 901820", "DE", "1 (030) 901820", ""},
		{"No. 11 0171 1234567", "DE", "No. 11 0171 1234567", ""},
		{"041 44 668 18 00", "CH", "041 44 668 18 00", ""},
		{"+41 041 446681800", "", "+41 041 446681800", ""},
		{"+49 49 171 1234567", "", "+49 49 171 1234567", ""},
		{"+1 1 206 555 0142", "", "+12065550142", ""},
		{"+45 45 45 45 45", "", "+4545454545", ""},
		{"(+44) (0) 20 7946 0958", "GB", "+442079460958", ""},
		{"+491711234567.0", "", "+491711234567.0", ""},
		// Digits that are not there.
		{"0171 ***4567", "DE", "0171 ***4567", ""},
		{"+49 171 ...4567", "", "+49 171 ...4567", ""},
		{"030 9018xx", "DE", "030 9018xx", ""},
		{"030 9018 XX", "DE", "030 9018 XX", ""},
		{"206-555-XXXX", "US", "206-555-XXXX", ""},
		{"030 9018??", "DE", "030 9018??", ""},
		{"030 9018…", "DE", "030 9018…", ""},
		{"030 9018--", "DE", "030 9018--", ""},
		{"* 030 901820", "DE", "+4930901820", ""},
		{"030--901820", "DE", "+4930901820", ""},
		{"030 901820 Max", "DE", "+4930901820", "Max"},
		{"030 901820 (Anna?)", "DE", "+4930901820", "Anna?"},
		// The code of another country without its plus sign, or one's own before what
		// is no number in use either way.
		{"43 1 5880", "DE", "43 1 5880", ""},
		{"436641234567", "DE", "436641234567", ""},
		{"1711234567", "DE", "+491711234567", ""},
		{"81 98765-4321", "BR", "+5581987654321", ""}, // no zero is written there
		{"57 1 234 5678", "CO", "57 1 234 5678", ""},
		{"+86-10-12345678转123", "CN", "+86-10-12345678转123", ""},
		{"030 901820 12:00-14:00", "DE", "030 901820 12:00-14:00", ""},
		// Vanity numbers as a whole.
		{"1-800-FLOWERS", "US", "+18003569377", ""},
		{"+1 800 FLOWERS", "", "+18003569377", ""},
		{"1-800-flowers", "US", "1-800-flowers", ""},
		{"030 ANNA", "DE", "030 ANNA", ""},
		{"+49 30 901820 FAX", "", "+4930901820", "FAX"},
		{"1-800-FLOWERS", "DE", "1-800-FLOWERS", ""},
		{"1300 PIZZAS", "AU", "+611300749927", ""},
		{"212-PIZZA-01", "US", "212-PIZZA-01", ""},
		{"(0xx11) 2345-6789", "BR", "(0xx11) 2345-6789", ""},
		// Extensions.
		{"030 901820 ext. 5", "DE", "+4930901820 ext. 5", ""},
		{"(206) 555-0142 x7", "US", "+12065550142 ext. 7", ""},
		{"030 901820 Durchwahl 12", "DE", "+4930901820 ext. 12", ""},
		{"+33 1 42 68 53 00 poste 12", "", "+33142685300 ext. 12", ""},
		{"030 901820-12", "DE", "+493090182012", ""},
		{"030 901820 - 12", "DE", "+493090182012", ""},
		// Two numbers.
		{"030 901820 / 901821", "DE", "030 901820 / 901821", ""},
		{"05121 1234/1235", "DE", "05121 1234/1235", ""},
		{"06 6982 / 6983", "IT", "06 6982 / 6983", ""},
		{"+49 30 901820/21", "", "+49 30 901820/21", ""},
		{"030 901820, 0171 1234567", "DE", "030 901820, 0171 1234567", ""},
		{"030 901820 oder 0171 1234567", "DE", "030 901820 oder 0171 1234567", ""},
		{"+49 30 901820 +49 30 901821", "", "+49 30 901820 +49 30 901821", ""},
		{"089 1234 089 1235", "DE", "089 1234 089 1235", ""},
		{"030 123 030 124", "DE", "030 123 030 124", ""},
		{"+49 30 901820 ＋49 30 901821", "DE", "+49 30 901820 ＋49 30 901821", ""},
		{"＋49 30 901820 ＋49 30 901821", "DE", "＋49 30 901820 ＋49 30 901821", ""},
		{"030/901820 / 901821", "DE", "030/901820 / 901821", ""},
		{"030 901820 - 1234", "DE", "+49309018201234", ""},
		{"030 901820 - 12345", "DE", "030 901820 - 12345", ""},
		{"030 901820 08-17 Uhr", "DE", "030 901820 08-17 Uhr", ""},
		{"030 901820 17 Uhr", "DE", "030 901820 17 Uhr", ""},
		{"030 90 18 20/21", "DE", "030 90 18 20/21", ""},
		{"+33 1 42 33 42 33", "FR", "+33142334233", ""},
		{"030/901820", "DE", "+4930901820", ""},
		{"0171/1234567", "DE", "+491711234567", ""},
		{"0049/30/901820", "DE", "+4930901820", ""},
		{"02/123 45 67", "BE", "+3221234567", ""},
		// A country code without its plus sign.
		{"49 171 1234567", "DE", "+491711234567", ""},
		{"49(0)30 901820", "DE", "+4930901820", ""},
		{"+49 (0)30 901820", "", "+4930901820", ""},
		{"62812345678", "ID", "+62812345678", ""},
		{"34 912 345 678", "ES", "+34912345678", ""},
		{"00 49 30 901820", "US", "+4930901820", ""},
		{"0061 2 9374 4000", "AU", "+61293744000", ""},
		{"0049 30 901820", "", "+4930901820", ""},
		{"1 206 555 0142", "US", "+12065550142", ""},
		{"4930 901820", "US", "+14930901820", ""},
		{"030 901820", "DE", "+4930901820", ""},
		{"030 901820", "", "030 901820", ""},
		{"391 234 5678", "IT", "+393912345678", ""},
	} {
		if got := SendPhone(tt.typed, tt.region, Rules{}); got != tt.want {
			t.Errorf("%q in %q goes out as %q, want %q", tt.typed, tt.region, got, tt.want)
		}
		if got := PhoneBeside(tt.typed, tt.region, Rules{}); got != tt.beside {
			t.Errorf("%q in %q: %q goes to the notes, want %q", tt.typed, tt.region, got, tt.beside)
		}
		if tt.want == tt.typed && tt.region != "" || tt.beside != "" {
			if phoneNote(tt.typed, tt.region, Rules{}) == "" {
				t.Errorf("%q in %q: nothing is said", tt.typed, tt.region)
			}
		}
	}
}

// Whatever stands behind the examples of every region, no digit that is not the
// number's goes out.
func TestWordsBehindAreNoDigits(t *testing.T) {
	t.Parallel()
	n := 0
	for region := range phonenumbers.GetSupportedRegions() {
		example := phonenumbers.GetExampleNumber(region)
		if example == nil {
			continue
		}
		want := phonenumbers.Format(example, phonenumbers.E164)
		for _, typed := range []string{phonenumbers.Format(example, phonenumbers.INTERNATIONAL), phonenumbers.Format(example, phonenumbers.NATIONAL)} {
			if got := SendPhone(typed, region, Rules{}); got != want {
				continue // libphonenumber itself reads it otherwise, or two readings are in use
			}
			for _, words := range []string{" Fax", " (mobil)", " Büro", " WhatsApp", " Anna Schmidt", ", privat", " – Zentrale", " 会社"} {
				n++
				if got := SendPhone(typed+words, region, Rules{}); got != want && got != typed+words {
					t.Errorf("%q in %s goes out as %q, want %q", typed+words, region, got, want)
				}
			}
		}
	}
	t.Logf("%d numbers with words", n)
}

// Two numbers in one field never become a third.
func TestTwoNumbersAreNotJoined(t *testing.T) {
	t.Parallel()
	n := 0
	for region := range phonenumbers.GetSupportedRegions() {
		example := phonenumbers.GetExampleNumber(region)
		if example == nil {
			continue
		}
		typed := phonenumbers.Format(example, phonenumbers.NATIONAL)
		for _, between := range []string{" / ", "/", "; ", ", ", " | ", " oder ", "\n"} {
			n++
			both := typed + between + typed
			if got := SendPhone(both, region, Rules{}); got != strings.TrimSpace(both) {
				t.Errorf("%q in %s goes out as %q", both, region, got)
			}
		}
	}
	t.Logf("%d pairs", n)
}
