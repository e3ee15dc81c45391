package api

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"leadpad/lead"
)

// cards draws leads as people type them: filled, empty and blank rows alike.
func cards() *rapid.Generator[lead.Lead] {
	return rapid.Custom(func(t *rapid.T) lead.Lead {
		text := rapid.SampledFrom([]string{"", " ", "Ana", " 株式会社 ", "O'Neil & <Co>", "a\"b\\c", "😀", "ناصر"})
		id := rapid.Custom(func(t *rapid.T) string {
			if rapid.Bool().Draw(t, "none") {
				return ""
			}
			return uuid.UUID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id")).String()
		})
		person := rapid.Custom(func(t *rapid.T) lead.Person {
			return lead.Person{
				Name: text.Draw(t, "name"), LastName: text.Draw(t, "last"), Role: text.Draw(t, "role"),
				Industry: text.Draw(t, "industry"), ContactID: id.Draw(t, "contact"),
				Emails: rapid.SliceOfN(rapid.SampledFrom([]string{"a@example.com", "", "b@example.org", " c@example.net"}), 0, 3).Draw(t, "emails"),
				Phones: rapid.SliceOfN(rapid.SampledFrom([]string{"+1-555-204-7789", "", "030 12345678", "12", "+49 30 1234567"}), 0, 3).Draw(t, "phones"),
				Socials: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) lead.Social {
					return lead.Social{
						URL:  rapid.SampledFrom([]string{"", "x.com/a", "https://linkedin.com/in/b", "example.com/1", "https://facebook.com/c"}).Draw(t, "url"),
						Type: text.Draw(t, "type"),
					}
				}), 0, 3).Draw(t, "socials"),
				Addresses: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) lead.Address {
					return lead.Address{
						Street: text.Draw(t, "street"), City: text.Draw(t, "city"), State: text.Draw(t, "state"),
						PostalCode: text.Draw(t, "code"), Country: rapid.SampledFrom([]string{"", "DE", "France"}).Draw(t, "country"),
					}
				}), 0, 3).Draw(t, "addresses"),
			}
		})
		return lead.Lead{
			Kind: rapid.SampledFrom([]lead.Kind{lead.Company, lead.Contact}).Draw(t, "kind"), Person: person.Draw(t, "person"),
			Company: text.Draw(t, "company"), Employees: rapid.SampledFrom([]string{"", "0", "1", "12k", "-1", "5000000"}).Draw(t, "employees"),
			Labels:   rapid.SliceOfN(text, 0, 3).Draw(t, "labels"),
			Contacts: rapid.SliceOfN(person, 0, 3).Draw(t, "contacts"),
			Notes:    rapid.SampledFrom([]string{"", "eins\nzwei", " n "}).Draw(t, "notes"), CompanyID: id.Draw(t, "companyId"),
		}
	})
}

func TestCurrentRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		e := encodingOf(Current)
		l := cards().Draw(t, "lead")
		body, err := e.Encode([]lead.Lead{l})
		if bad := lead.Count(e.Check(l)) > 0; bad != (err != nil) {
			t.Fatalf("problems %v, but Encode says %v", e.Check(l), err)
		}
		if err != nil {
			return
		}
		if diff := cmp.Diff(sentForm(e, l), decodeCurrent(t, body)); diff != "" {
			t.Fatal(diff)
		}
		if !utf8.Valid(body) || bytes.Contains(body, []byte(`""`)) || bytes.Contains(body, []byte(`[]`)) || bytes.Contains(body, []byte(`{}`)) {
			t.Fatalf("not canonical: %s", body)
		}
	})
}

// sentForm is the lead that a server should hold: trimmed, phones and addresses
// of the web as they go out, and without what its kind cannot send.
func sentForm(e Encoding, l lead.Lead) lead.Lead {
	out := l.Normalised()
	fix := func(p *lead.Person, contact int) {
		for i := range p.Phones {
			p.Phones[i] = lead.SendPhone(p.Phones[i], lead.PhoneRegion(out, contact, e.Rules), e.Rules)
		}
		for i, s := range p.Socials {
			p.Socials[i] = lead.Social{URL: lead.SendURL(s.URL), Type: s.Type}
			if s.Type == "" {
				p.Socials[i].Type = lead.SocialType(s.URL)
			}
		}
	}
	fix(&out.Person, 0)
	for i := range out.Contacts {
		fix(&out.Contacts[i], i+1)
	}
	if out.Kind == lead.Contact {
		out.Employees = ""
		if out.Company != "" {
			out.Notes = strings.TrimPrefix(out.Notes+"\nCompany: "+out.Company, "\n")
		}
	} else {
		out.LastName = ""
	}
	out.Company = ""
	return out
}

// decodeCurrent is a server's reading of the current form, written apart from
// the encoder.
func decodeCurrent(t interface{ Fatal(...any) }, body []byte) lead.Lead {
	type person struct {
		Name, LastName, Industry, Role, ContactID string
		Email                                     []struct{ Address string }
		PhoneNumber                               []struct{ Number string }
		Socials                                   []struct{ Type, URL string }
		Addresses                                 []lead.Address
	}
	var in []struct {
		person
		IsContact     *bool
		EmployeeCount json.Number
		CompanyID     string
		Labels        []string
		Contacts      []person
		Notes         string
	}
	if err := json.Unmarshal(body, &in); err != nil || len(in) != 1 || in[0].IsContact == nil {
		t.Fatal(err, string(body))
	}
	read := func(p person) lead.Person {
		out := lead.Person{
			Name: p.Name, LastName: p.LastName, Industry: p.Industry, Role: p.Role,
			ContactID: p.ContactID, Addresses: p.Addresses,
		}
		for _, v := range p.Email {
			out.Emails = append(out.Emails, v.Address)
		}
		for _, v := range p.PhoneNumber {
			out.Phones = append(out.Phones, v.Number)
		}
		for _, v := range p.Socials {
			out.Socials = append(out.Socials, lead.Social{URL: v.URL, Type: v.Type})
		}
		return out
	}
	l := lead.Lead{
		Person: read(in[0].person), Employees: in[0].EmployeeCount.String(), CompanyID: in[0].CompanyID,
		Labels: in[0].Labels, Notes: in[0].Notes,
	}
	if *in[0].IsContact {
		l.Kind = lead.Contact
	}
	for _, c := range in[0].Contacts {
		l.Contacts = append(l.Contacts, read(c))
	}
	return l
}

func TestLegacyDropsNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		e := encodingOf(Legacy)
		l := cards().Draw(t, "lead")
		body, err := e.Encode([]lead.Lead{l})
		if bad := lead.Count(e.Check(l)) > 0; bad != (err != nil) {
			t.Fatalf("problems %v, but Encode says %v", e.Check(l), err)
		}
		if err != nil {
			return
		}
		var strs []string
		var in any
		if err := json.Unmarshal(body, &in); err != nil {
			t.Fatal(err)
		}
		gather(in, &strs)
		all := strings.Join(strs, "\n")
		omitted := e.Omitted(l)
		for _, at := range l.Paths() {
			typed := strings.TrimSpace(l.Get(at))
			switch {
			case at.Field == lead.Phones:
				typed = lead.SendPhone(typed, lead.PhoneRegion(l, at.Contact, e.Rules), e.Rules)
			case at.Field == lead.Employees:
				continue // a number
			case at.Part == lead.Type && strings.EqualFold(typed, lead.SocialType(l.Get(lead.Path{Contact: at.Contact, Field: at.Field, Row: at.Row, Part: lead.URL}))):
				continue // the member says it
			}
			if !slices.Contains(omitted, at) && !strings.Contains(all, typed) {
				t.Fatalf("%+v %q is lost in %s", at, typed, body)
			}
		}
	})
}

func gather(v any, out *[]string) {
	switch v := v.(type) {
	case string:
		*out = append(*out, v)
	case []any:
		for _, x := range v {
			gather(x, out)
		}
	case map[string]any:
		for _, x := range v {
			gather(x, out)
		}
	}
}

func TestAnyTextIsEncodedOrRefused(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		any := rapid.String()
		l := lead.Lead{
			Person: lead.Person{
				Name: any.Draw(t, "name"), Emails: []string{any.Draw(t, "email")}, Phones: []string{any.Draw(t, "phone")},
				Socials: []lead.Social{{URL: any.Draw(t, "url"), Type: any.Draw(t, "type")}},
			},
			Employees: any.Draw(t, "employees"), Notes: any.Draw(t, "notes"),
		}
		for _, form := range []Form{Current, Legacy} {
			e := encodingOf(form)
			if p := e.Preview(l); !json.Valid(p) {
				t.Fatalf("preview is no JSON: %s", p)
			}
			if body, err := e.Encode([]lead.Lead{l}); err == nil && !json.Valid(body) {
				t.Fatalf("no JSON: %s", body)
			}
		}
	})
}
