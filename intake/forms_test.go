package intake

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"leadpad/api"
	"leadpad/lead"
)

// anyCard draws a lead that each form can carry whole, rows all different.
func anyCard(legacy bool) *rapid.Generator[lead.Lead] {
	text := rapid.SampledFrom([]string{"", "Ana", "株式会社", "O'Neil & <Co>", `a"b\c`, "😀", "ناصر", "x: y", "[1]", "Zoë/Müller"})
	rows := func(t *rapid.T, name string, most int, form string) []string {
		var out []string
		for i := range rapid.IntRange(0, most).Draw(t, name) {
			out = append(out, fmt.Sprintf(form, i))
		}
		return out
	}
	most := 3
	if legacy {
		most = 1
	}
	person := func(t *rapid.T, first string) lead.Person {
		p := lead.Person{
			Name: first, Role: text.Draw(t, "role"), Industry: text.Draw(t, "industry"),
			Emails: rows(t, "emails", most, "a%d@b.example"), Phones: rows(t, "phones", most, "+49 30 90182%d"),
		}
		for _, url := range rows(t, "socials", most, "https://www.linkedin.com/in/a%d") {
			p.Socials = append(p.Socials, lead.Social{URL: url, Type: "LinkedIn"})
		}
		if legacy {
			p.Socials = nil
		}
		for _, street := range rows(t, "addresses", most, "Main %d") {
			a := lead.Address{Street: street}
			if !legacy {
				a.City, a.State, a.PostalCode, a.Country = text.Draw(t, "city"), text.Draw(t, "state"), "0115", "DE"
			}
			p.Addresses = append(p.Addresses, a)
		}
		return p
	}
	return rapid.Custom(func(t *rapid.T) lead.Lead {
		l := lead.Lead{
			Kind: rapid.SampledFrom([]lead.Kind{lead.Company, lead.Contact}).Draw(t, "kind"), Person: person(t, "Acme"),
			Labels: rows(t, "labels", 3, "label, %d"), Notes: rapid.SampledFrom([]string{"", "eins\nzwei", "a: b"}).Draw(t, "notes"),
		}
		if l.Kind == lead.Contact {
			l.LastName = "O. " + text.Draw(t, "last")
			l.LastName = strings.TrimSpace(l.LastName)
		} else {
			l.Employees, l.Role = rapid.SampledFrom([]string{"", "1", "5000000"}).Draw(t, "employees"), ""
		}
		for i := range rapid.IntRange(0, 2).Draw(t, "contacts") {
			p := person(t, fmt.Sprintf("Bo%d", i))
			if p.LastName = text.Draw(t, "last"); legacy {
				p.Industry = ""
			}
			l.Contacts = append(l.Contacts, p)
		}
		if !legacy && rapid.Bool().Draw(t, "linked") {
			l.ContactID, l.CompanyID = uuid.New().String(), uuid.New().String()
		}
		return l
	})
}

// forms are the ways in which a lead is written.
func forms() map[string]func(lead.Lead) string {
	current := func(w api.Wire, rename func(string) string) func(lead.Lead) string {
		e := api.Encoding{Form: api.Current, Wire: w, Rules: lead.Rules{PhoneFormat: "typed"}}
		return func(l lead.Lead) string {
			return memberName.ReplaceAllStringFunc(string(e.Preview(l)), rename)
		}
	}
	return map[string]func(lead.Lead) string{
		"current": current(api.DefaultWire(), same),
		"plural":  current(api.PluralWire(), same),
		"upper":   current(api.DefaultWire(), strings.ToUpper),
		"lower":   current(api.DefaultWire(), strings.ToLower),
		"snake": current(api.DefaultWire(), func(s string) string {
			return strings.Replace(strings.ToLower(capital.ReplaceAllString(s, "${1}_$2")), `"_`, `"`, 1)
		}),
		"own": func(l lead.Lead) string {
			text, err := JSONText(map[string]any{"id": uuid.New(), "state": "draft", "lead": exported{kindWord(l.Kind), l}}, "")
			if err != nil {
				panic(err)
			}
			return text
		},
	}
}

var (
	memberName = regexp.MustCompile(`"[A-Za-z]+":`)
	capital    = regexp.MustCompile(`([a-z])([A-Z])`)
)

// shapes are what stands around the leads of a file.
func shapes() map[string]func(leads []string) []byte {
	array := func(leads []string) string { return "[" + strings.Join(leads, ",\n") + "]" }
	utf16 := func(e unicode.Endianness, mark unicode.BOMPolicy) func([]string) []byte {
		return func(leads []string) []byte {
			text, err := unicode.UTF16(e, mark).NewEncoder().Bytes([]byte(array(leads)))
			if err != nil {
				panic(err)
			}
			return text
		}
	}
	text := func(f func([]string) string) func([]string) []byte {
		return func(leads []string) []byte { return []byte(f(leads)) }
	}
	return map[string]func([]string) []byte{
		"array": text(array),
		"lines": text(func(leads []string) string { return strings.Join(leads, "\r\n\n\ufeff") }),
		"joined": text(func(leads []string) string {
			return strings.Join(leads, "")
		}),
		"wrapped": text(func(leads []string) string { return `{"total":9,"results":` + array(leads) + `,"paging":null}` }),
		"deeper": text(func(leads []string) string {
			return `{"status":"ok","response":{"page":1,"leads":` + array(leads) + `}}`
		}),
		"nested": text(func(leads []string) string { return "[[" + strings.Join(leads, "],[") + ",]]" }),
		"keyed": text(func(leads []string) string {
			for i, l := range leads {
				leads[i] = fmt.Sprintf(`"%d":%s`, i+1, l)
			}
			return "{" + strings.Join(leads, ",") + "}"
		}),
		"properties": text(func(leads []string) string {
			for i, l := range leads {
				leads[i] = `{"id":"1","properties":` + l + `}`
			}
			return array(leads)
		}),
		"utf16le": utf16(unicode.LittleEndian, unicode.UseBOM), "utf16be": utf16(unicode.BigEndian, unicode.IgnoreBOM),
		"gzip": func(leads []string) []byte {
			var b bytes.Buffer
			z := gzip.NewWriter(&b)
			_, _ = z.Write([]byte(array(leads)))
			_ = z.Close()
			return b.Bytes()
		},
	}
}

// TestEveryFormInEveryShape reads what was written back as it was.
func TestEveryFormInEveryShape(t *testing.T) {
	t.Parallel()
	all, around, tries := forms(), shapes(), 0
	names := slices.Sorted(maps.Keys(all))
	rapid.Check(t, func(t *rapid.T) {
		form := names[tries%len(names)] // each of them in turn
		want := rapid.SliceOfN(anyCard(false), 1, 3).Draw(t, "leads")
		for shape, put := range around {
			var leads []string
			for _, l := range want {
				leads = append(leads, all[form](l))
			}
			compareAll(t, form+" "+shape, put(leads), want)
		}
		tries++ // not reached by a failure, which is tried again as it was
	})
}

// TestLegacyFormComesBack reads what the legacy form can say of a lead.
func TestLegacyFormComesBack(t *testing.T) {
	t.Parallel()
	e := api.Encoding{Form: api.Legacy, Wire: api.DefaultWire(), Rules: lead.Rules{PhoneFormat: "typed"}}
	rapid.Check(t, func(t *rapid.T) {
		l := anyCard(true).Draw(t, "lead")
		want := l.Clone()
		for i := range l.Contacts {
			if l.Kind == lead.Company && i == 0 { // goes into contactPerson, which is one name
				l.Contacts[0] = lead.Person{Name: "Bo0", LastName: l.Contacts[0].LastName, Role: l.Contacts[0].Role}
				want.Contacts[0] = lead.Person{Name: l.Contacts[0].FullName(), Role: l.Contacts[0].Role}
			}
		}
		if l.Kind == lead.Contact { // so does its name
			want.Name, want.LastName = l.FullName(), ""
		}
		compareAll(t, "legacy", e.Preview(l), []lead.Lead{want})
	})
}

func compareAll(t *rapid.T, form string, file []byte, want []lead.Lead) {
	var got []lead.Lead
	err := ReadJSON(bytes.NewReader(file), func(i Item) error {
		got = append(got, i.Lead)
		if len(i.Problems) > 0 || i.Blanks > 0 || i.Controls > 0 {
			t.Errorf("%s: said of a lead without fault: %+v", form, i)
		}
		return i.Err
	})
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); err != nil || diff != "" {
		t.Fatalf("%s: %v\n%s\n%s", form, err, diff, file)
	}
}

// TestNoMemberVanishes puts values under names that nobody knows, at every depth
// of what an import knows: each is in the lead or its member is named.
func TestNoMemberVanishes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n, names := 0, []string{
			"foo", "email", "phone", "name", "company", "contacts", "socials", "addresses", "labels", "notes", "role", "title", "org_id", "person",
			"website", "type", "label", "value", "city", "Street", "lastName", "first_name", "jobTitle", "employees", "industry", "url", "fax", "primary", "text",
		}
		paths := make(map[string]string) // of values
		var draw func(path string, depth int) any
		draw = func(path string, depth int) any {
			switch k := rapid.IntRange(0, 5).Draw(t, "sort"); {
			case k == 0 && depth > 0:
				var list []any
				for range rapid.IntRange(0, 3).Draw(t, "length") {
					list = append(list, draw(path, depth-1))
				}
				return list
			case k <= 2 && depth > 0:
				object := make(map[string]any)
				for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom(names), 0, 4, same).Draw(t, "names") {
					object[name] = draw(path+"."+name, depth-1)
				}
				return object
			}
			n++
			value := fmt.Sprintf("v%dv", n)
			paths[value] = path
			return value
		}
		object := map[string]any{"email": "a@b.example"}
		if rapid.Bool().Draw(t, "named") {
			object["name"] = "Acme"
		}
		for _, name := range rapid.SliceOfDistinct(rapid.SampledFrom(names), same).Draw(t, "names") {
			if object[name] == nil {
				object[name] = draw(name, 3)
			}
		}
		file, err := json.Marshal([]any{object})
		if err != nil {
			t.Fatal(err)
		}
		var all string
		var dropped []string
		err = ReadJSON(bytes.NewReader(file), func(i Item) error {
			text, err := json.Marshal(i)
			all, dropped = all+string(text), append(dropped, i.Dropped...)
			return err
		})
		for value, path := range paths {
			named := slices.ContainsFunc(dropped, func(d string) bool { return d == path || strings.HasPrefix(path, d+".") })
			if err != nil || !named && !strings.Contains(all, value) {
				t.Fatalf("%s of %s is lost (%v)\nof %s\nleft %s", value, path, err, file, all)
			}
		}
	})
}
