package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"leadpad/api"
)

func newDecoder(docs string) *decoder {
	return &decoder{docs: docs, current: currentSchema(), legacy: legacySchema()}
}

// refuse gives the message for body, "" when it is taken.
func refuse(docs, body string) string {
	dec := newDecoder(docs)
	b, wrong := dec.read(new(document), []byte(body))
	if wrong == "" {
		wrong = dec.check(b)
	}
	return string(wrong)
}

func TestMalformedBodies(t *testing.T) {
	t.Parallel()
	const prefix = "The request body is not valid JSON: "
	for _, c := range []struct{ body, want string }{
		{"", "no value at all at line 1, column 1 (byte 0)."},
		{" \n", "no value at all at line 2, column 1 (byte 2)."},
		{"\ufeff[]", "a byte order mark at line 1, column 1 (byte 0)."},
		{"\xff\xfe[\x00", "invalid UTF-8 at line 1, column 1 (byte 0)."},
		{"[{\"name\":\"\xff\"}]", "invalid UTF-8 at line 1, column 11 (byte 10)."},
		{"[{}", "expected a comma or the end of the array, but the text ends at line 1, column 4 (byte 3)."},
		{"[{},]", "expected a value, but found ']' at line 1, column 5 (byte 4)."},
		{"[{}]x", "expected the end, but found 'x' at line 1, column 5 (byte 4)."},
		{"[{\n\"näme\" 1}]", "expected a colon, but found '1' at line 2, column 8 (byte 11)."},
		{"[{'name':1}]", `expected a member's name in quotes, but found '\'' at line 1, column 3 (byte 2).`},
		{"[{\"a\":1,}]", "expected a member's name in quotes, but found '}' at line 1, column 9 (byte 8)."},
		{"[{\"a\":1 \"b\":2}]", "expected a comma or the end of the object, but found '\"' at line 1, column 9 (byte 8)."},
		{"[01]", "expected a comma or the end of the array, but found '1' at line 1, column 3 (byte 2)."},
		{"[1.]", "expected a digit, but found ']' at line 1, column 4 (byte 3)."},
		{"[-]", "expected a digit, but found ']' at line 1, column 3 (byte 2)."},
		{"[1e+]", "expected a digit, but found ']' at line 1, column 5 (byte 4)."},
		{"[nul]", "expected the word null, but found ']' at line 1, column 5 (byte 4)."},
		{"[NaN]", "expected a value, but found 'N' at line 1, column 2 (byte 1)."},
		{"[\"\t\"]", "a control character in a string at line 1, column 3 (byte 2)."},
		{`["\x"]`, "expected an escape sequence, but found 'x' at line 1, column 4 (byte 3)."},
		{`["\u12g4"]`, "expected a hexadecimal digit, but found 'g' at line 1, column 7 (byte 6)."},
		{`["\ud800"]`, "half a surrogate pair at line 1, column 3 (byte 2)."},
		{`["\udc00\ud800"]`, "half a surrogate pair at line 1, column 3 (byte 2)."},
		{`["abc`, "expected the end of the string, but the text ends at line 1, column 6 (byte 5)."},
		{`[{"name":"a","Name":"b"}]`, "leads[0].Name stands twice at line 1, column 14 (byte 13)."},
		{`[{"x":{"a":1,"b":2,"\u0061":3}}]`, "leads[0].x.a stands twice at line 1, column 20 (byte 19)."},
		{`[{"AZ09_":1,"az09_":2}]`, "leads[0].az09_ stands twice at line 1, column 13 (byte 12)."},
		{strings.Repeat("[", 100), "nested deeper than 64 levels at line 1, column 65 (byte 64)."},
		{strings.Repeat("[", 65) + strings.Repeat("]", 65), "nested deeper than 64 levels at line 1, column 65 (byte 64)."},
		{"[" + strings.Repeat("1,", maxNodes) + "1]", "more than 500000 values at line 1, column 1000000 (byte 999999)."},
	} {
		if got := refuse(docsBoth, c.body); got != prefix+c.want {
			t.Errorf("%.60q:\n got %s\nwant %s%s", c.body, got, prefix, c.want)
		}
	}
}

func TestDuplicateOfManyMembers(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString(`[{"company":"A"`)
	for i := range 10_000 {
		fmt.Fprintf(&b, `,"x%d":1`, i)
	}
	if got := refuse(docsBoth, b.String()+"}]"); got != "" {
		t.Errorf("unknown members: %s", got)
	}
	if got := refuse(docsBoth, b.String()+`,"X77":1}]`); !strings.Contains(got, "leads[0].X77 stands twice") {
		t.Errorf("got %s", got)
	}
}

func TestWrongLeads(t *testing.T) {
	t.Parallel()
	long := func(n int) string { return strings.Repeat("x", n) }
	const id = "0190a3f2-7f7a-7cc1-9d2e-0123456789ab"
	for _, c := range []struct{ docs, body, want string }{
		{"", `{}`, "The request body must be an array of leads, but was an object."},
		{"", `null`, "The request body must be an array of leads, but was null."},
		{"", `"[]"`, "The request body must be an array of leads, but was a string."},
		{"", `[null]`, "leads[0]: must be an object, but was null"},
		{"", `[{},[{}]]`, "leads[1]: must be an object, but was an array"},
		{"", `[{"isContact":false},7]`, "leads[1]: must be an object, but was a number"},
		{"", `[{"isContact":"false"}]`, "leads[0].isContact: must be true or false, but was a string"},
		{"", `[{"name":"A"}]`, "leads[0].isContact: required in the current form, which leads[0].name belongs to"},
		{"", `[{"isContact":null,"name":"A"}]`, "leads[0].isContact: required in the current form, which leads[0].name belongs to"},
		{"", `[{"company":"A"},{"email":[]}]`, "leads[0].isContact: required in the current form, which leads[1].email belongs to"},
		{"", `[{"isContact":true,"name":5}]`, "leads[0].name: must be a string, but was a number"},
		{"", `[{"isContact":true,"name":["A"]}]`, "leads[0].name: must be a string, but was an array"},
		{"", `[{"isContact":true,"email":"a@b"}]`, "leads[0].email: must be an array, but was a string"},
		{"", `[{"isContact":true,"email":["a@b"]}]`, "leads[0].email[0]: must be an object, but was a string"},
		{"", `[{"isContact":true,"email":[[{}]]}]`, "leads[0].email[0]: must be an object, but was an array"},
		{"", `[{"isContact":true,"email":[null]}]`, "leads[0].email[0]: must be an object, but was null"},
		{"", `[{"isContact":true},{"isContact":true},{"isContact":true},{"isContact":true,"email":[{"Address":"` + long(130) + `"}]}]`, "leads[3].email[0].Address: at most 124 characters, but was 130"},
		{"", `[{"isContact":true,"phoneNumber":[{"Number":"1"},{"NUMBER":"` + long(65) + `"}]}]`, "leads[0].phoneNumber[1].NUMBER: at most 64 characters, but was 65"},
		{"", `[{"isContact":true,"socials":[{"Url":"` + long(513) + `"}]}]`, "leads[0].socials[0].Url: at most 512 characters, but was 513"},
		{"", `[{"isContact":true,"addresses":[{"City":"` + long(257) + `"}]}]`, "leads[0].addresses[0].City: at most 256 characters, but was 257"},
		{"", `[{"isContact":true,"labels":["a","` + long(65) + `"]}]`, "leads[0].labels[1]: at most 64 characters, but was 65"},
		{"", `[{"isContact":true,"labels":[1]}]`, "leads[0].labels[0]: must be a string, but was a number"},
		{"", `[{"isContact":true,"name":"` + strings.Repeat("😀", 129) + `"}]`, "leads[0].name: at most 256 characters, but was 258"},
		{"", `[{"isContact":true,"name":"` + strings.Repeat(`\ud83d\ude00`, 129) + `"}]`, "leads[0].name: at most 256 characters, but was 258"},
		{"", `[{"isContact":true,"contacts":[{"name":"B"},{"lastName":"` + long(257) + `"}]}]`, "leads[0].contacts[1].lastName: at most 256 characters, but was 257"},
		{"", `[{"isContact":false,"employeeCount":"12"}]`, "leads[0].employeeCount: must be an integer, but was a string"},
		{"", `[{"isContact":false,"employeeCount":1.5}]`, "leads[0].employeeCount: must be an integer, but was 1.5"},
		{"", `[{"isContact":false,"employeeCount":1e3}]`, "leads[0].employeeCount: must be an integer, but was 1e3"},
		{"", `[{"isContact":false,"employeeCount":-1}]`, "leads[0].employeeCount: must be from 0 to 5000000, but was -1"},
		{"", `[{"isContact":false,"employeeCount":5000001}]`, "leads[0].employeeCount: must be from 0 to 5000000, but was 5000001"},
		{"", `[{"isContact":false,"employeeCount":99999999999999999999}]`, "leads[0].employeeCount: must be from 0 to 5000000, but was 99999999999999999999"},
		{"", `[{"company":"A","employeeCount":0}]`, "leads[0].employeeCount: must be from 1 to 5000000, but was 0"},
		{"", `[{"isContact":false,"companyId":"x"}]`, "leads[0].companyId: must be a UUID"},
		{"", `[{"isContact":false,"companyId":"{` + id + `}"}]`, "leads[0].companyId: must be a UUID"},
		{"", `[{"isContact":false,"email":[],"emails":[]}]`, "leads[0].emails: the same member stands under another name, too"},
		{"", `[{"company":"` + long(257) + `"}]`, "leads[0].company: at most 256 characters, but was 257"},
		{"", `[{"company":"A","notes":"` + long(6943) + `"}]`, "leads[0].notes: at most 6942 characters, but was 6943"},
		{"", `[{"company":"A","jobTitle":"` + long(65) + `"}]`, "leads[0].jobTitle: at most 64 characters, but was 65"},
		{"", `[{"company":"A","contacts":[{"role":"` + long(65) + `"}]}]`, "leads[0].contacts[0].role: at most 64 characters, but was 65"},
		{"", `[{"company":"A","date":"yesterday"}]`, "leads[0].date: must be a date and time as in ISO 8601"},
		{docsLegacy, `[{"isContact":false,"name":"A"}]`, "leads[0].isContact: belongs to the current form, but this server speaks the legacy form only"},
		{docsCurrent, `[{"company":"A"}]`, "leads[0].company: belongs to the legacy form, but this server speaks the current form only"},
		{docsCurrent, `[{"email":"a@b"}]`, "leads[0].email: belongs to the legacy form, but this server speaks the current form only"},
		{docsCurrent, `[{"industry":"A"}]`, "leads[0].isContact: required in the current form"},
	} {
		if c.docs == "" {
			c.docs = docsBoth
		}
		if got := refuse(c.docs, c.body); got != c.want {
			t.Errorf("%s %.80s:\n got %s\nwant %s", c.docs, c.body, got, c.want)
		}
	}
}

func TestTakenLeads(t *testing.T) {
	t.Parallel()
	const id = "0190a3f2-7f7a-7cc1-9d2e-0123456789ab"
	long := func(n int) string { return strings.Repeat("é", n) }
	for _, c := range []struct {
		body string
		form api.Form
	}{
		{`[{}]`, api.Legacy},
		{`[{"company":null,"phoneNumber":null,"employeeCount":null,"name":null}]`, api.Legacy},
		{`[{"COMPANY":"A","EMPLOYEECOUNT":1,"email":"a@b","labels":["` + long(100) + `"]}]`, api.Legacy},
		{`[{"company":"A","date":"2024-02-29T10:00:00Z","contacts":[{"name":"B","dateCreated":"2024-02-29"}]}]`, api.Legacy},
		{`[{"company":"A","whatever":{"deep":[[[]]]}}]`, api.Legacy},
		{`[{"company":"A","contacts":[{"name":"B","email":"x","isContact":true}]}]`, api.Legacy},
		{`[{"ISCONTACT":true,"NAME":"` + long(256) + `"}]`, api.Current},
		{`[{"isContact":true,"name":"` + strings.Repeat("😀", 128) + `"}]`, api.Current},
		{`[{"isContact":true,"emails":[{"address":"a@b"},{}],"phoneNumbers":[{"number":null}]}]`, api.Current},
		{`[{"isContact":false,"companyId":"` + id + `","contactId":"` + strings.ToUpper(id) + `","employeeCount":5000000}]`, api.Current},
		{`[{"isContact":false,"company":7,"website":[]}]`, api.Current},
		{`[{"isContact":false,"contacts":[{"name":"B","email":[{"Address":"x"}],"isContact":"ignored here"}]}]`, api.Current},
		{`[{"\u0069sContact":false}]`, api.Current},
		{`[{"isContact":false,"employeeCount":0}]`, api.Current},
		{`[{"isContact":false,"employeeCount":1090}]`, api.Current},
		{`[{"isContact":true,"email":[{"Address":"` + long(124) + `"}],"phoneNumber":[{"Number":"` + long(64) + `"}],"socials":[{"Url":"` + long(512) + `"}]}]`, api.Current},
		{`[{"isContact":true,"addresses":[{"City":"` + long(256) + `"}],"labels":["` + long(64) + `"],"contacts":[{"lastName":"` + long(256) + `"}]}]`, api.Current},
		{`[{"company":"` + long(256) + `","notes":"` + long(6942) + `","jobTitle":"` + long(64) + `","employeeCount":1}]`, api.Legacy},
		{`[{"company":"A","` + strings.Repeat("x", 64) + `":1,"` + strings.Repeat("x", 65) + `":1}]`, api.Legacy},
	} {
		dec := newDecoder(docsBoth)
		b, wrong := dec.read(new(document), []byte(c.body))
		if wrong == "" {
			wrong = dec.check(b)
		}
		if wrong != "" || b.form != c.form {
			t.Errorf("%.80s: form %d, %s; want form %d", c.body, b.form, wrong, c.form)
		}
	}
}

// The scanner agrees with encoding/json, but for what it refuses on purpose.
func checkScan(t interface{ Fatalf(string, ...any) }, src []byte) {
	doc := new(document)
	err := doc.scan(src)
	if err == nil {
		if !json.Valid(src) || !utf8.Valid(src) {
			t.Fatalf("took invalid JSON: %q", src)
		}
		var want bytes.Buffer
		if json.Compact(&want, src) != nil || !bytes.Equal(compact(nil, doc.raw(0)), want.Bytes()) {
			t.Fatalf("compact %q: got %q, want %q", src, compact(nil, doc.raw(0)), want.Bytes())
		}
		for i := range doc.nodes {
			if n := doc.nodes[i]; n.kind == kindString {
				var s string
				if json.Unmarshal(doc.raw(i), &s) != nil || s != doc.text(i) {
					t.Fatalf("%q: text %q, want %q", doc.raw(i), doc.text(i), s)
				}
			}
			if path := doc.path(i); path == "" {
				t.Fatalf("no path for value %d of %q", i, src)
			}
		}
		return
	}
	if err.pos < 0 || err.pos > len(src) {
		t.Fatalf("position %d outside of %q", err.pos, src)
	}
	onPurpose := []string{"stands twice", "nested deeper", "half a surrogate pair", "invalid UTF-8", "more than"}
	for _, reason := range onPurpose {
		if strings.Contains(err.text, reason) {
			return
		}
	}
	if json.Valid(src) {
		t.Fatalf("refused valid JSON %q: %v", src, err)
	}
}

func TestScanAgreesWithEncodingJSON(t *testing.T) {
	t.Parallel()
	pieces := []string{
		"[", "]", "{", "}", ",", ":", `"a"`, `"b"`, `"\u00e9"`, `"\ud83d\ude00"`, `"\ud83d"`, `"é\n"`,
		`"\\"`, `"\""`, "1", "-0", "0.5", "1e9", "01", "true", "false", "null", " ", "\n", "\t", "x", "\xff", `"`,
	}
	rapid.Check(t, func(t *rapid.T) {
		src := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 30).Draw(t, "pieces"), "")
		checkScan(t, []byte(src))
		checkScan(t, []byte("["+src+"]"))
	})
}

// Any value that encoding/json writes is scanned.
func TestScanTakesWhatIsWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.SliceOf(rapid.MapOf(rapid.StringMatching(`[a-z]{1,12}`), rapid.String())).Draw(t, "value")
		src, err := json.MarshalIndent(v, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		if err := new(document).scan(src); err != nil {
			t.Fatalf("%s: %v", src, err)
		}
		checkScan(t, src)
	})
}

// FuzzDecode holds the decoder to: no panic, a position inside the body, and
// agreement with encoding/json.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		"[" + vendorLead + "]", "[" + vendorLegacyLead + "]", "[]", "[null]", `[{"a":1,"A":2}]`, "[[[[]]]]",
		`[{"isContact":true,"email":[{"Address":"\ud83d\ude00"}],"employeeCount":-0}]`, "\ufeff[]", `["\ud800"]`,
	} {
		f.Add([]byte(seed))
	}
	decs := []*decoder{newDecoder(docsBoth), newDecoder(docsCurrent), newDecoder(docsLegacy)}
	doc := new(document)
	f.Fuzz(func(t *testing.T, body []byte) {
		checkScan(t, body)
		for _, dec := range decs {
			b, wrong := dec.read(doc, body)
			if wrong == "" {
				wrong = dec.check(b)
			}
			if !utf8.ValidString(string(wrong)) {
				t.Fatalf("a message that is not UTF-8: %q", wrong)
			}
			if wrong == "" {
				for lead := range b.doc.children(0) {
					dec.view(Lead{Form: dec.spoken(b.form), Request: newID(), Raw: compact(nil, b.doc.raw(lead))})
				}
			}
		}
	})
}
