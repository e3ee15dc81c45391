package intake

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"leadpad/lead"
)

// summary is an item as one line: the filled members of its lead, what was said,
// its problems and what was left out.
func summary(i Item) string {
	data, _ := json.Marshal(i.Lead)
	var members map[string]any
	_ = json.Unmarshal(data, &members)
	for name, value := range members {
		if value == nil || value == "" || name == "kind" && value == 0.0 {
			delete(members, name)
		}
	}
	filled, _ := json.Marshal(members)
	out := strings.ReplaceAll(string(filled), `"`, "'")
	for _, said := range i.Said {
		out += " | " + said.Error()
	}
	for _, p := range i.Problems {
		out += " | problem: " + cause(p)
	}
	for _, path := range i.Dropped {
		out += " | without " + path
	}
	return out
}

// cause is what a problem is about, and the value.
func cause(p lead.Problem) string {
	if p.Cause.Value == "" {
		return string(p.Cause.Kind)
	}
	return string(p.Cause.Kind) + " | " + p.Cause.Value
}

// JSON as programs and people write it, each with what a rep finds in the queue.
func TestEdgesOfJSON(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		`[{"name":"\ud83d\ude00 A"}]`:               {"{'name':'😀 A'}"},
		`[{"name":"\ud83dA"}]`:                      {"{'name':'�A'} | half pair"},
		`[{"name":"\ud83d\u0041"}]`:                 {"{'name':'�A'} | half pair"},
		`[{"name":"\ud83d\ud83d\ude00"}]`:           {"{'name':'�😀'} | half pair"},
		`[{"name":"\ude00"}]`:                       {"{'name':'�'} | half pair"},
		`[{"name":"\ud800\udc00\udbff\udfff"}]`:     {"{'name':'𐀀\U0010ffff'}"},
		`[{"name":"\ud83d\n"}]`:                     {"{'name':'�'} | half pair"},
		`[{"name":"\u00e9\u00E9\uABcd"}]`:           {"{'name':'ééꯍ'}"},
		"[{\"name\":\"\x80\x9f\xa0\xff caf\xe9\"}]": {"{'name':'€Ÿ\u00a0ÿ café'} | hardly Windows-1252 | problem: odd letters"},
		"[{\"name\":\"a\x81\"}]":                    {"{'name':'a�'} | hardly Windows-1252 | problem: odd letters"},
		"[{\"name\":\"\xcf\xf0\xe8\"}]":             {"{'name':'Ïðè'} | hardly Windows-1252 | problem: odd letters"},
		"[{\"name\":\"\xcf\xf0\"}]":                 {"{'name':'Ïð'} | Windows-1252"},
		`[{"name":"A","work email":"a@b.de","mobile phone number":"030 901820","billing_postal_code":"10115","mailingCity":"Berlin","address_country":"DE"}]`: {"{'addresses':[{'postalCode':'10115'},{'city':'Berlin'},{'country':'DE'}],'emails':['a@b.de'],'name':'A','phones':['030 901820']}"},
		`[{"name":"A","work mobile phone":"030 901820","HTTPUrl":"a.de","companyPhone":"030 1","URLs":["b.de"]}]`:                                             {"{'name':'A','notes':'HTTPUrl: a.de','phones':['030 901820','030 1'],'socials':[{'url':'b.de'}]}"},
		`[{"name":"A","phones":[{"type":"fax","value":"030 1234567"},{"type":"work","value":"030 7654321"}]}]`:                                                {"{'name':'A','notes':'phones.1, fax: 030 1234567','phones':['030 7654321']} | without phones.type"},
		`[{"name":"A","phones":{"work":"030 1234567","fax":"030 7654321","n":"12"},"emails":{"work":"a@b.de","x":"no"}}]`:                                     {"{'emails':['a@b.de'],'name':'A','notes':'phones.fax: 030 7654321\\nphones.n: 12\\nemails.x: no','phones':['030 1234567']}"},
		`[{"name":"A","phone":"030 1234567 | 030 7654321","mobile":"+49 30 1234567","emails":"a@b.de; c@d.de","labels":"a;b|c"}]`:                             {"{'emails':['a@b.de','c@d.de'],'labels':['a','b','c'],'name':'A','phones':['030 1234567','030 7654321','+49 30 1234567']} | taken apart | phone | taken apart | emails"},
		`[{"name":"A","social":{"linkedin":"https://linkedin.com/in/a","twitter":"@a","foo":"bar"},"instagram":"acme","facebook":"https://facebook.com/a"}]`:  {"{'name':'A','notes':'social.foo: bar','socials':[{'url':'https://linkedin.com/in/a'},{'url':'https://x.com/a'},{'url':'https://www.instagram.com/acme'},{'url':'https://facebook.com/a'}]} | handle | social.twitter | handle | instagram"},
		`[{"isContact":"maybe","name":"A"}]`:                                                                         {"{'name':'A','notes':'isContact: maybe'} | problem: whether a contact | isContact"},
		`[{"isContact":"1","firstName":"A","lastName":"B"}]`:                                                         {"{'kind':1,'lastName':'B','name':'A'}"},
		`[{"isContact":0,"name":"A"}]`:                                                                               {"{'name':'A'}"},
		`[{"kind":"robot","name":"A"}]`:                                                                              {"{'name':'A','notes':'kind: robot'} | problem: which kind | kind"},
		`[{"type":"person","name":"A B"}]`:                                                                           {"{'kind':1,'name':'A B'}"},
		`[{"firstName":"A","lastName":"B","fullName":"B, A"}]`:                                                       {"{'kind':1,'lastName':'B','name':'A'}"},
		`[{"firstName":"A","lastName":"B","fullName":"C D"}]`:                                                        {"{'kind':1,'lastName':'B','name':'A','notes':'fullName: C D'}"},
		`[{"fullName":"A B","email":"a@b.de"}]`:                                                                      {"{'emails':['a@b.de'],'kind':1,'name':'A B'}"},
		`[{"name":"A","contacts":[{"name":null},{"name":"B"},{"email":[null]}]}]`:                                    {"{'contacts':[{'name':'B'}],'name':'A'}"},
		`[{"name":"A","person":{},"role":"Chef","title":"Boss"}]`:                                                    {"{'name':'A','notes':'title: Boss','role':'Chef'}"},
		`[{"names":[{"displayName":"A B","givenName":"A","familyName":"B"}],"emailAddresses":[{"value":"a@b.de"}]}]`: {"{'emails':['a@b.de'],'kind':1,'lastName':'B','name':'A'}"},
		`[{"name":"A","businessAddress":{"city":"C","countryOrRegion":"DE"},"workNumber":"1"}]`:                      {"{'addresses':[{'city':'C','country':'DE'}],'name':'A','phones':['1']}"},
		`[{"firstName":"A","fullName":"A B"}]`:                                                                       {"{'kind':1,'lastName':'B','name':'A'}"},
		`[{"name":"A","industry":["x","y"],"notes":["n1","n2"],"role":["r1","r2"]}]`:                                 {"{'industry':'x, y','name':'A','notes':'n1\\nn2','role':'r1, r2'} | joined | industry | problem: several"},
		`[{"name":"A","employees":12.0,"id":5,"companyId":7}]`:                                                       {"{'employees':'12','name':'A'} | whole number | employees | without companyId | without id"},
		`[{"name":"A","employees":12.5}]`:                                                                            {"{'employees':'12.5','name':'A'}"},
		`[{"company":{"name":"Acme","employees":5,"notes":"n","labels":["l"],"phone":"030 1234567","contacts":[{"name":"Z"}]},"employees":9,"phone":"030 999999"}]`: {"{'contacts':[{'name':'Z'}],'employees':'9','labels':['l'],'name':'Acme','notes':'n\\ncompany.employees: 5','phones':['030 999999','030 1234567']}"},
		`[{"firstName":"A","lastName":"B","company":{"name":"Acme","industry":"x"}}]`:                                                                               {"{'company':'Acme','kind':1,'lastName':'B','name':'A','notes':'company.industry: x'}"},
		`[{"name":"Acme","company":"Other"}]`:                                                                                {"{'company':'Other','kind':1,'name':'Acme'}"},
		`[{"name":"Acme","company":{"name":"Acme","phone":"030 5"}}]`:                                                        {"{'name':'Acme','notes':'company.phone: 030 5'}"},
		`[{"name":"A","street":"S 1","street2":"x","city":"B","city2":"C"}]`:                                                 {"{'addresses':[{'city':'B','street':'S 1, x'}],'name':'A','notes':'city2: C'}"},
		`[{"name":"A","city":"B","City":"C"}]`:                                                                               {"{'addresses':[{'city':'B'}],'name':'A','notes':'City: C'} | alike | city | City"},
		`[{"name":"A","address":{"zip":12345,"postalCode":99999,"plz":12345,"city":"B","town":{"name":"C"},"village":"B"}}]`: {"{'addresses':[{'city':'B','postalCode':'12345'}],'name':'A','notes':'address.postalCode: 99999\\naddress.town: C'}"},
		`[{"name":"A","mailing_city":"B","mailing_town":["C"],"mailing_zip":1,"mailing_postcode":2}]`:                        {"{'addresses':[{'city':'B','postalCode':'1'}],'name':'A','notes':'mailing_town: C\\nmailing_postcode: 2'}"},
		`[{"name":"A","zip":10115}]`:                                                                                         {"{'addresses':[{'postalCode':'10115'}],'name':'A'}"},
		`[{"name":"A","zip":10115.0}]`:                                                                                       {"{'addresses':[{'postalCode':'10115'}],'name':'A'} | whole number | zip"},
		`[{"name":"A"}],[{"name":"B"}]`:                                                                                      {"{'name':'A'}", "{'name':'B'} | line 1, column 15: comma between leads"},
		"{\"name\":\"A\"},\n{\"name\":\"B\"}\n":                                                                              {"{'name':'A'}", "{'name':'B'} | line 1, column 13: comma between leads"},
		`[{"name":"A"},]`:                                                                                                    {"{'name':'A'} | line 1, column 14: trailing comma"},
		`{"leads":[{"name":"A"}],"total":1,"meta":{"x":1}}`:                                                                  {"{'name':'A'} | beside the leads | total | meta"},
		`{"leads":[{"name":"A"}]` + strings.Repeat(`,"total":1`, 60) + beside(60) + `}`:                                      {"{'name':'A'} | beside the leads | total | m1 | m2 | m3 | m4 | m5 | m6 | m7 | 53"},
		`{"a":{"name":"A"},"b":{"name":"B"}}`:                                                                                {"{'name':'A','notes':'key: a'}", "{'name':'B','notes':'key: b'}"},
		`[["name","email"],["A","a@b.de"],["B","c@d.de","more"]]`:                                                            {"{'emails':['a@b.de'],'name':'A'}", "{'emails':['c@d.de'],'name':'B','notes':'column 3: more'}"},
		`[{"name":"A","xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx":"v"}]`:                                            {"{'name':'A','notes':'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx: v'}"},
		`{"yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"j":[]}`:    {"no lead | yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy… | b | c | d | e | f | g | h | 2"},
	} {
		expect(t, text, want)
	}
}

// beside is n more members of an object.
func beside(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `,"m%d":1`, i+1)
	}
	return b.String()
}

// expect reads a file, at once and byte by byte.
func expect(t *testing.T, text string, want []string) {
	t.Helper()
	sameBothWays(t, []byte(text))
	for _, in := range []io.Reader{strings.NewReader(text), iotest.OneByteReader(strings.NewReader(text))} {
		var items []Item
		err := ReadJSON(in, func(i Item) error { items = append(items, i); return nil })
		if diff := cmp.Diff(want, told(items, err)); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", text, diff)
		}
	}
}

// told is what a rep gets of a file: a line for each lead, and one for the error.
func told(items []Item, err error) []string {
	var out []string
	for _, i := range items {
		if i.Err != nil {
			out = append(out, i.At+": "+i.Err.Error())
		} else {
			out = append(out, summary(i))
		}
	}
	if err != nil {
		out = append(out, err.Error())
	}
	return out
}

// What is so of many leads is kept once, with the first place and a count, and up
// to a hundred facts.
func TestATallyCounts(t *testing.T) {
	t.Parallel()
	var tally Tally
	a, b, c := Fact{What: Twice, Text: "a"}, Fact{What: Twice, Text: "b"}, Fact{What: BesideLeads, Names: []string{"c"}}
	tally.Add("lead 1", []Fact{a, b})
	tally.Add("lead 2", []Fact{b})
	tally.Add("lead 3", []Fact{b, c})
	if diff := cmp.Diff([]Seen{{a, "lead 1", 0}, {b, "lead 1", 2}, {c, "lead 3", 0}}, tally.Seen); diff != "" {
		t.Error(diff)
	}
	for i := range 2 * maxTally {
		tally.Add("lead 4", []Fact{{What: Twice, N: i + 1}, a})
	}
	if got := tally.Seen; len(got) != maxTally || got[0].More != 200 {
		t.Errorf("%d facts, the first is %+v", len(got), got[0])
	}
}

// A list of more leads than one lead may have rows is handed on while it is read,
// wherever it stands, and what stands beside it is said.
func TestLongListsAreReadWhereverTheyStand(t *testing.T) {
	t.Parallel()
	const n = lead.MaxRows + 200
	leads := make([]string, n)
	for i := range leads {
		leads[i] = `{"name":"A","phone":"030 1234567"}`
	}
	list, keyed := strings.Join(leads, ","), "{"
	for i := range 2 * lead.MaxMembers / 3 {
		keyed += `"` + strconv.Itoa(i) + `":{"name":"A","phone":"030 1234567"},`
	}
	keyed = strings.TrimSuffix(keyed, ",") + "}"
	for name, tt := range map[string]struct {
		text  string
		leads int
		says  string
	}{
		"a list":                     {"[" + list + "]", n, ""},
		"a list in an object":        {`{"total":7,"data":[` + list + `],"next":null}`, n, "beside the leads | total | next"},
		"two deep":                   {`{"result":{"page":1,"items":[` + list + `]},"ok":true}`, n, "beside the leads | page | ok"},
		"two lists":                  {`{"companies":[` + list + `],"more":[{"name":"B"},{"name":"C"}]}`, n + 2, ""},
		"a lead behind the list":     {`{"companies":[` + list + `],"one":{"name":"B","email":"b@b.example"}}`, n + 1, ""},
		"keyed":                      {keyed, 2 * lead.MaxMembers / 3, ""},
		"a list of lists":            {`[[` + list + `],[` + list + `]]`, 2 * n, ""},
		"a lead with a long list":    {`{"name":"Acme","things":[` + list + `]}`, 0, "line 1: too many rows | 1000"},
		"a name behind a long list":  {`{"companies":[` + list + `],"name":"Acme"}`, n - 1, `line 1: beside a long list | name`},
		"too many rows in a contact": {`[{"name":"Acme","contacts":[` + list + `]}]`, 0, "line 1: too many rows | 1000"},
		"numbers":                    {`{"x":[` + strings.Repeat("1,", n) + `1]}`, 0, "line 1: too many rows | 1000"},
	} {
		items, err := readAll(t, tt.text)
		said := ""
		for _, i := range items {
			for _, f := range i.Said {
				said += f.Error()
			}
		}
		if err != nil {
			said += err.Error()
		}
		if len(items) != tt.leads || said != tt.says {
			t.Errorf("%s: got %d leads and %q, want %d and %q", name, len(items), said, tt.leads, tt.says)
		}
	}
}
