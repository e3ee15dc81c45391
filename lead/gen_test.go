package lead

import "pgregory.net/rapid"

// anyText draws what hands, pastes and files bring: plain words, near misses of
// every field, hostile and broken text.
func anyText() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.Just(""),
		rapid.SampledFrom([]string{
			" ", "Acme", " Zoë ", "株式会社", "a@b.example", "A@B.example", "a@b", "@", "+49 30 901820", "030 901820", "1", "ext. 5", "12", "12k", "-1",
			"DE", "Germny", "the", "st", "&", "https://x.com/a", "://", "http://[", "x:y", "123e4567-e89b-12d3-a456-426614174000",
			"\x1b[31m", "\r\n", "\n", "a\nb", "\t", "\u2028", "\u202e", "\xff", "a\xc2", "👩‍👩‍👧", "\u0301", "００４９３０",
		}),
		rapid.String(),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
	)
}

func anyRows() *rapid.Generator[[]string] { return rapid.SliceOfN(anyText(), 0, 4) }

func anyPerson() *rapid.Generator[Person] {
	return rapid.Custom(func(t *rapid.T) Person {
		text := func(name string) string { return anyText().Draw(t, name) }
		p := Person{
			Name: text("name"), LastName: text("last name"), Role: text("role"), Industry: text("industry"), ContactID: text("contact id"),
			Emails: anyRows().Draw(t, "emails"), Phones: anyRows().Draw(t, "phones"),
		}
		for range rapid.IntRange(0, 3).Draw(t, "socials") {
			p.Socials = append(p.Socials, Social{URL: text("url"), Type: text("type")})
		}
		for range rapid.IntRange(0, 3).Draw(t, "addresses") {
			p.Addresses = append(p.Addresses, Address{
				Street: text("street"), City: text("city"), State: text("state"), PostalCode: text("postal code"), Country: text("country"),
			})
		}
		return p
	})
}

func anyLead() *rapid.Generator[Lead] {
	return rapid.Custom(func(t *rapid.T) Lead {
		text := func(name string) string { return anyText().Draw(t, name) }
		return Lead{
			Kind: rapid.SampledFrom([]Kind{Company, Contact}).Draw(t, "kind"), Person: anyPerson().Draw(t, "person"),
			Company: text("company"), Employees: text("employees"), Labels: anyRows().Draw(t, "labels"),
			Contacts: rapid.SliceOfN(anyPerson(), 0, 3).Draw(t, "contacts"), Notes: text("notes"), CompanyID: text("company id"),
		}
	})
}

func anyRules() *rapid.Generator[Rules] {
	return rapid.Custom(func(t *rapid.T) Rules {
		field := rapid.Map(rapid.IntRange(int(Name), int(ContactID)), func(n int) Field { return Field(n) })
		return Rules{
			Region:      rapid.SampledFrom([]string{"", "DE", "us", "ZZ"}).Draw(t, "region"),
			PhoneFormat: rapid.SampledFrom([]string{"", "e164", "international", "national", "typed"}).Draw(t, "format"),
			Required:    rapid.SliceOfN(rapid.SliceOfN(field, 1, 3), 0, 3).Draw(t, "required"),
		}
	})
}

// anyPath draws an input that a lead can have.
func anyPath() *rapid.Generator[Path] {
	return rapid.Custom(func(t *rapid.T) Path {
		at := Path{Contact: rapid.IntRange(0, 3).Draw(t, "contact")}
		fields := []Field{
			Name, LastName, Role, CompanyName, Industry, Emails, Phones, Addresses, Socials, Employees, Labels, Notes, CompanyID, ContactID,
		}
		if at.Contact > 0 {
			fields = ContactOrder()
		}
		at.Field = rapid.SampledFrom(fields).Draw(t, "field")
		at.Part = rapid.SampledFrom(at.Field.Parts()).Draw(t, "part")
		if at.Field.Repeats() {
			at.Row = rapid.IntRange(0, 4).Draw(t, "row")
		}
		return at
	})
}
