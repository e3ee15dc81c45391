package lead

import "testing"

func TestSlipsAreSeen(t *testing.T) {
	t.Parallel()
	part := func(p Part) Path { return Path{Field: Addresses, Part: p} }
	email, phone, web := Path{Field: Emails}, Path{Field: Phones}, Path{Field: Socials, Part: URL}
	for _, c := range []struct {
		at    Path
		typed string
		want  Path
	}{
		{phone, "jane@hooli.example", email},
		{web, "jane@hooli.example", email},
		{Path{Field: Name}, " info@hooli.example ", email},
		{Path{Contact: 2, Field: Phones, Row: 3}, "jane@hooli.example", Path{Contact: 2, Field: Emails}},
		{email, "https://hooli.example", web},
		{email, "www.hooli.example", web},
		{phone, "linkedin.com/in/jane", web},
		{Path{Field: Name}, "instagram.com/hooli", web},
		{email, "+49 30 901820", phone},
		{web, "030 901820", phone},
		{Path{Field: Role}, "(030) 90 18-20", phone},
		{part(Country), "10117", part(PostalCode)},
		{part(Country), "SW1A 1AA", part(PostalCode)},
		{part(City), "01310-100", part(PostalCode)},
		{part(PostalCode), "Deutschland", part(Country)},
	} {
		got, ok := Slipped(c.at, c.typed, "DE")
		if !ok || got != c.want {
			t.Errorf("%q at %+v: %+v %v, want %+v", c.typed, c.at, got, ok, c.want)
		}
	}
}

// What may well be meant is left alone: an offer that is wrong is noise.
func TestWhatBelongsIsNoSlip(t *testing.T) {
	t.Parallel()
	part := func(p Part) Path { return Path{Field: Addresses, Part: p} }
	for _, c := range []struct {
		at    Path
		typed string
	}{
		{Path{Field: Emails}, "jane@hooli.example"},
		{Path{Field: Phones}, "030 901820"},
		{Path{Field: Phones}, "jane@"},
		{Path{Field: Name}, "Booking.com"},
		{Path{Field: Name}, "1-800-FLOWERS"},
		{Path{Field: Name}, "3M"},
		{Path{Field: Name}, "4711"},
		{Path{Field: Socials, Part: URL}, "hooli.example"},
		{Path{Field: Socials, Part: Type}, "jane@hooli.example"},
		{Path{Field: Employees}, "12000"},
		{Path{Field: Notes}, "jane@hooli.example"},
		{Path{Field: Labels}, "www.hooli.example"},
		{part(Country), "276"},
		{part(Country), "DE"},
		{part(City), "Berlin 2"},
		{part(City), "29 Palms"},
		{part(PostalCode), "USA"},
		{part(PostalCode), "10117"},
		{part(Street), "12"},
		{Path{Field: Role}, "2024"},
		{Path{Field: Emails}, ""},
	} {
		if got, ok := Slipped(c.at, c.typed, "DE"); ok {
			t.Errorf("%q at %+v is moved to %+v", c.typed, c.at, got)
		}
	}
}
