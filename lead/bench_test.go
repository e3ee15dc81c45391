package lead

import (
	"strings"
	"testing"
)

// typical is what a rep types: two emails, two phones, an address, a contact.
func typical() Lead {
	return Lead{
		Person: Person{
			Name: "Müller & Söhne GmbH", Industry: "Mechanical engineering",
			Emails:    []string{"einkauf@mueller.example", "info@mueller.example"},
			Phones:    []string{"030 901820"},
			Addresses: []Address{{Street: "Köpenicker Straße 7", City: "Berlin", PostalCode: "10997", Country: "Germany"}},
			Socials:   []Social{{URL: "https://mueller.example"}},
		},
		Employees: "85",
		Contacts:  []Person{{Name: "Jürgen", LastName: "Groß", Role: "Einkauf", Phones: []string{"+49 30 901821"}}},
		Labels:    []string{"fair", "inbound"},
		Notes:     strings.Repeat("Call back in March. ", 20),
	}
}

func BenchmarkCheck(b *testing.B) {
	for name, l := range map[string]Lead{
		"typical": typical(),
		"import":  {Person: Person{Name: "Acme", Emails: []string{"a@acme.example"}, Phones: []string{"+4930901820"}}},
		"nophone": {Person: Person{Name: "Acme", Emails: []string{"a@acme.example"}}},
		"unknown": {Person: Person{Name: "Acme", Addresses: []Address{{Country: "Germny"}}}},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Check(l, Rules{})
			}
		})
	}
}

func BenchmarkKeys(b *testing.B) {
	l := typical()
	b.ReportAllocs()
	for b.Loop() {
		Keys(l)
	}
}

func BenchmarkReadPhone(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		ReadPhone("030 901820", "DE")
	}
}

func BenchmarkAccept(b *testing.B) {
	text := strings.Repeat("Northwind Analytics ", 50)
	b.ReportAllocs()
	for b.Loop() {
		Accept(text, false)
	}
}
