package intake

import (
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"leadpad/lead"
)

// Files as programs make them and people mend them, each with what a rep finds in
// the queue.
func TestShapesOfFiles(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		// Tables that stand column by column, and what only looks like one.
		`{"name":{"0":"A","1":"B"},"email":{"0":"a@b.de","1":null}}`:          {`{'emails':['a@b.de'],'name':'A'}`, `{'name':'B'}`},
		`{"name":["A","B"],"email":["a@b.de","c@d.de"]}`:                      {`{'emails':['a@b.de'],'name':'A'}`, `{'emails':['c@d.de'],'name':'B'}`},
		`{"name":["A"],"email":["a@b.de"]}`:                                   {`{'emails':['a@b.de'],'name':'A'}`},
		`{"name":["A","B"]}`:                                                  {`{'name':'A, B'} | problem: several`},
		`{"name":["A","B"],"email":["a@b.de"]}`:                               {`{'emails':['a@b.de'],'name':'A, B'} | problem: several`},
		`{"email":["a@b.de","c@d.de"],"phone":["030 901820","030 901821"]}`:   {`{'emails':['a@b.de','c@d.de'],'phones':['030 901820','030 901821']}`},
		`{"name":{"x":"A","y":"B"},"email":{"x":"a@b.de","y":"c@d.de"}}`:      {`{'emails':['a@b.de','c@d.de'],'notes':'name.x: A\nname.y: B\nemail.x: a@b.de\nemail.y: c@d.de'}`},
		`{"name":{"0":"A","1":"B"},"email":{"0":"a@b.de","2":"c@d.de"}}`:      {`{'emails':['a@b.de','c@d.de'],'notes':'name.0: A\nname.1: B\nemail.0: a@b.de\nemail.2: c@d.de'}`},
		`{"name":{"0":"A"},"email":["a@b.de"]}`:                               {`{'emails':['a@b.de'],'notes':'name.0: A'}`},
		`{"name":{"0":"A"},"email":{"0":"a@b.de"}}`:                           {`{'emails':['a@b.de'],'name':'A'}`},
		`{"name":["A",["B"]],"email":["a@b.de","c@d.de"]}`:                    {`{'emails':['a@b.de','c@d.de'],'name':'A, B'} | problem: several`},
		`{"columns":["name","email"],"rows":[["A","a@b.de"],["B","c@d.de"]]}`: {`{'emails':['a@b.de'],'name':'A'}`, `{'emails':['c@d.de'],'name':'B'} | beside the leads | columns`},
		`{"columns":["x","y"],"rows":[["A","a@b.de"]]}`:                       {`line 1: no lead here | columns | rows`},
		// Wrappers, and what is none.
		`[null,{"name":"A"}]`:                                               {`{'name':'A'}`},
		`["x",3,true,{"name":"A"}]`:                                         {`lead 1: no object | "x"`, `lead 2: no object | 3`, `lead 3: no object | true`, `{'name':'A'}`},
		`{"a":{"a":{"a":{"a":{"a":{"name":"A"}}}}}}`:                        {`{'name':'A'}`},
		`{"a":{"a":{"a":{"a":{"a":{"a":{"name":"A"}}}}}}}`:                  {`line 1: no lead here | a`},
		`{"a":{"a":{"a":{"a":[{"name":"A"}]}}}}`:                            {`{'name':'A'}`},
		`{"a":{"a":{"a":{"a":{"a":[{"name":"A"}]}}}}}`:                      {`line 1: no lead here | a`},
		`[[[[[{"name":"A"}]]]]]`:                                            {`{'name':'A'}`},
		`{"person":{"name":"Anna"}}`:                                        {`{'kind':1,'name':'Anna'}`},
		`{"thing":{"name":"Anna"}}`:                                         {`{'name':'Anna'}`},
		"{\"thing\":{\"name\":\"Anna\"}}\n{\"thing\":{\"name\":\"Bea\"}}":   {`{'name':'Anna'}`, `{'name':'Bea'}`},
		"{\"a\":{\"name\":\"A\"},\"b\":{\"name\":\"B\"}}\n{\"name\":\"C\"}": {`{'name':'A','notes':'key: a'}`, `{'name':'B','notes':'key: b'}`, `{'name':'C'}`},
		`{"name":"Fair","leads":[{"name":"A"}]}`:                            {`{'name':'A'} | beside the leads | name`},
		`{"name":"Fair","things":[{"name":"A"}]}`:                           {`{'name':'Fair','notes':'things.name: A'}`},
		`{"name":"Fair","leads":{"name":"A"}}`:                              {`{'name':'Fair','notes':'leads.name: A'}`},
		`{"labels":["x"],"properties":{"name":"A"}}`:                        {`{'labels':['x'],'name':'A'}`},
		`{"type":"person","properties":{"name":"A"}}`:                       {`{'name':'A','notes':'type: person'}`},
		`,{"name":"A"}`:             {`line 1, column 1: stray | ","`},
		`null`:                      {`no lead`},
		`{"name":"A"} {"name":"B"}`: {`{'name':'A'}`, `{'name':'B'}`},
		"{\"name\":\"A\"}\n\ufeff{\"name\":\"B\"}": {`{'name':'A'}`, `{'name':'B'}`},
		"{\"name\":\"A\"}\xef\xbb":                 {"{'name':'A'} | line 1, column 13: text behind the leads | \xef\xbb"},
		// Whose the names and jobs are.
		`[{"company":"Acme","person":{"name":"Anna"},"title":"Deal 1","jobTitle":"Buyer"}]`:                                                                {`{'contacts':[{'name':'Anna','role':'Buyer'}],'name':'Acme','notes':'title: Deal 1'}`},
		`[{"company":"Acme","person":{"name":"Anna"},"title":"Buyer","jobTitle":"Buyer"}]`:                                                                 {`{'contacts':[{'name':'Anna','role':'Buyer'}],'name':'Acme'}`},
		`[{"title":"Café X","phone":"030 901820"}]`:                                                                                                        {`{'name':'Café X','phones':['030 901820']}`},
		`[{"title":"Dr.","phone":"030 901820"}]`:                                                                                                           {`{'notes':'title: Dr.','phones':['030 901820']}`},
		`[{"title":"Boss","company":"Acme","phone":"030 901820"}]`:                                                                                         {`{'name':'Acme','phones':['030 901820'],'role':'Boss'}`},
		`[{"title":"Boss","name":"Acme","isContact":false}]`:                                                                                               {`{'name':'Acme','role':'Boss'}`},
		`[{"name":"Acme","contacts":[{"name":"B","company":"Other"},{"name":"C","company":"Acme"}]}]`:                                                      {`{'contacts':[{'name':'B'},{'name':'C'}],'name':'Acme','notes':'contacts.1.company: Other'}`},
		`[{"company":{"name":"Acme","contacts":[{"name":"B","foo":"1"}]},"contacts":[{"name":"C","foo":"2"},{"name":"D","foo":"3"}]}]`:                     {`{'contacts':[{'name':'C'},{'name':'D'},{'name':'B'}],'name':'Acme','notes':'contacts.1.foo: 2\ncontacts.2.foo: 3\ncompany.contacts.foo: 1'}`},
		`[{"company":{"name":"Acme","lastName":"L","jobTitle":"J","title":"T","firstName":"F","company":"Mother","isContact":true},"phone":"030 901820"}]`: {`{'name':'Acme','notes':'company.firstName: F\ncompany.lastName: L\ncompany.jobTitle: J\ncompany.title: T\ncompany.company: Mother\ncompany.kind: contact','phones':['030 901820']}`},
		`[{"company":{"name":"Acme","role":"R","industry":"I"},"role":"R2","industry":"I","phone":"030 901820"}]`:                                          {`{'industry':'I','name':'Acme','notes':'company.role: R','phones':['030 901820'],'role':'R2'}`},
		`[{"company":{"name":"Acme","company":{"name":"Mother","foo":"1"}},"phone":"030 901820"}]`:                                                         {`{'name':'Acme','notes':'company.company.name: Mother\ncompany.company.foo: 1','phones':['030 901820']}`},
		`[{"isContact":true,"person":{"name":"Anna","email":"a@b.de","role":"R"},"role":"S"}]`:                                                             {`{'emails':['a@b.de'],'kind':1,'name':'Anna','notes':'role: S','role':'R'} | twice | role`},
		`[{"isContact":true,"person":"Anna"}]`:                                                                                                             {`{'kind':1,'name':'Anna'}`},
		`[{"isContact":true,"name":"Bea","person":"Anna"}]`:                                                                                                {`{'contacts':[{'name':'Anna'}],'kind':1,'name':'Bea'}`},
		`[{"isContact":true,"lastName":"Bo","person":"Anna"}]`:                                                                                             {`{'contacts':[{'name':'Anna'}],'kind':1,'lastName':'Bo'}`},
		`[{"attributes":{"type":"Contact","url":"x"},"Name":"A B"}]`:                                                                                       {`{'kind':1,'name':'A B'} | without attributes`},
		`[{"kind":"company","attributes":{"type":"Contact"},"Name":"A B"}]`:                                                                                {`{'name':'A B'} | without attributes`},
		`[{"companyId":"x"}]`:                                           {`{'companyId':'x'}`},
		`[{"company":7}]`:                                               {`{'name':'7'}`},
		`[{"company":{"value":"Acme"}}]`:                                {`{'name':'Acme'}`},
		`[{"name":"A","company":["Acme"]}]`:                             {`{'company':'Acme','kind':1,'name':'A'}`},
		`[{"name":"A","company_id":"7"}]`:                               {`{'name':'A'} | without company_id`},
		`[{"company":"Acme","person":{"name":"Anna"},"title":"Buyer"}]`: {`{'contacts':[{'name':'Anna'}],'name':'Acme','notes':'title: Buyer'}`},
		`[{"isContact":true,"email":"a@b.de"}]`:                         {`{'emails':['a@b.de'],'kind':1}`},
		`[{"isContact":true,"phone":"030 901820","industry":"I","role":"S","person":{"name":"Anna","email":"a@b.de","role":"R","industry":"I"}}]`: {`{'emails':['a@b.de'],'industry':'I','kind':1,'name':'Anna','notes':'person.role: R','phones':['030 901820'],'role':'S'}`},
		`[{"isContact":false,"name":"Acme","company":"Other"}]`:                                                                                   {`{'name':'Acme','notes':'company: Other'}`},
		`[{"isContact":false,"name":"Acme","company":{"name":"Acme","foo":"x"}}]`:                                                                 {`{'name':'Acme','notes':'company.foo: x'}`},
		// Letters and numbers.
		`[{"name":"a\"b\\c\/d"}]`:                           {`{'name':'a\'b\\c/d'}`},
		`[{"name":"\udc00\udc00"}]`:                         {`{'name':'��'} | half pair`},
		`[{"name":"\ud83d\ue000"}]`:                         {`{'name':'�'} | half pair`},
		`[{"name":"\ud7ff \ue000"}]`:                        {`{'name':'퟿ '}`},
		`[{"name":"\ud83d\udbff"}]`:                         {`{'name':'��'} | half pair`},
		`[{"name":Zed}]`:                                    {`line 1, column 10: unquoted`},
		`[{"name":and}]`:                                    {`line 1, column 10: unquoted`},
		`[{"name":zed}]`:                                    {`line 1, column 10: unquoted`},
		`[{"name":And}]`:                                    {`line 1, column 10: unquoted`},
		`[{"employees":-Infinity}]`:                         {`line 1, column 15: no value | -Infinity`},
		`[{"employees":-Foo}]`:                              {`line 1, column 15: no number | -`},
		`[{"employees":-}]`:                                 {`line 1, column 15: no number | -`},
		`[{"employees":1e}]`:                                {`line 1, column 15: no number | 1e`},
		`[{"employees":1e+}]`:                               {`line 1, column 15: no number | 1e+`},
		`[{"name":"A","employees":1e+2}]`:                   {`{'employees':'1e+2','name':'A'}`},
		`[{"name":"A","employees":1e-2}]`:                   {`{'employees':'1e-2','name':'A'}`},
		`[{"name":"A","employees":0}]`:                      {`{'employees':'0','name':'A'}`},
		`[{"name":�}]`:                                      {`line 1, column 10: stray | U+FFFD`},
		"[{\"name\":\xff}]":                                 {`line 1, column 10: no UTF-8 | 0xff`},
		"[{\"name\":\x80}]":                                 {`line 1, column 10: no UTF-8 | 0x80`},
		`[{"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn" 1}]`:  {`line 1, column 46: no colon | nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn`},
		`[{"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn" 1}]`: {`line 1, column 47: no colon | nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn…`},
		// Values, and what stands beside them.
		`[{"name":"A\nB","notes":"c\nd"}]`:                                                                             {`{'name':'A B','notes':'c\nd'} | line breaks`},
		`[{"name":"A","phone":4930901820.0}]`:                                                                          {`{'name':'A','phones':['4930901820']} | whole number | phone`},
		`[{"name":true,"role":true,"lastName":false}]`:                                                                 {`{'kind':1,'lastName':'false','name':'true','role':'true'} | problem: no text | true | problem: no text | false`},
		`[{"name":"A","email":"a@b.de, @c"}]`:                                                                          {`{'emails':['a@b.de, @c'],'name':'A'}`},
		`[{"name":"A","email":"a@b.de x@"}]`:                                                                           {`{'emails':['a@b.de x@'],'name':'A'}`},
		`[{"name":"A","email":"a@b.de c@d@e"}]`:                                                                        {`{'emails':['a@b.de c@d@e'],'name':'A'}`},
		`[{"name":"A","phone":"030 1234567; 1234567"}]`:                                                                {`{'name':'A','phones':['030 1234567','1234567']} | taken apart | phone`},
		`[{"name":"A","phone":"030 1234567, 123456"}]`:                                                                 {`{'name':'A','phones':['030 1234567, 123456']}`},
		`[{"name":"A","phone":"030 901820","website":"a.de","email":"a@b.de","work_email":"a@b.de"}]`:                  {`{'emails':['a@b.de'],'name':'A','phones':['030 901820'],'socials':[{'url':'a.de'}]} | repeated`},
		`[{"name":"A","website":"https://www.a.de/","url":"a.de","phone":"1"}]`:                                        {`{'name':'A','phones':['1'],'socials':[{'url':'https://www.a.de/'}]} | repeated`},
		`[{"name":"A","HQPhone":"030 901820","twitterhandle":"acme"}]`:                                                 {`{'name':'A','phones':['030 901820'],'socials':[{'url':'https://x.com/acme'}]} | handle | twitterhandle`},
		`[{"name":"A","phones":[{"value":"030 1234509","number":"1234509"},{"value":"030 123450","number":"23450"}]}]`: {`{'name':'A','notes':'phones.2.number: 23450','phones':['030 1234509','030 123450']}`},
		`[{"name":"A","phones":{"work":"12345","home":"1234"}}]`:                                                       {`{'name':'A','notes':'phones.home: 1234','phones':['12345']}`},
		`[{"name":"A","phones":[{"value":"030 901820"},{"value":"030 901821","number":"+4930901821"},{"value":"030 901822","number":"030 5"}]}]`: {`{'name':'A','notes':'phones.3.number: 030 5','phones':['030 901820','030 901821','030 901822']}`},
		`[{"name":"A","socials":[{"type":"Twitter","value":"@acme"}],"twitter":{"value":"@bob"}}]`:                                               {`{'name':'A','socials':[{'type':'Twitter','url':'https://x.com/acme'},{'url':'https://x.com/bob'}]} | handle | socials | handle | twitter`},
		`[{"name":"A","street":5,"label":5}]`:                              {`{'addresses':[{'street':'5'}],'name':'A','notes':'label: 5'}`},
		`[{"name":"A","label":"hot","labels":[5]}]`:                        {`{'labels':['hot','5'],'name':'A'}`},
		`[{"name":"A","address":"S 1\nB"}]`:                                {`{'addresses':[{'street':'S 1, B'}],'name':'A'} | line breaks of an address`},
		`[{"name":"A","foo":1,"foo":2,"email":"a@b.de","email":"c@d.de"}]`: {`{'emails':['a@b.de'],'name':'A','notes':'foo: 1\nfoo: 2\nemail: c@d.de'} | twice | email`},

		`[{"name":"A	B"}]`: {`{'name':'A B'}`},

		`[{"name":"Acme","email":"a@b.de","company":{"id":5,"name":"Acme"}}]`: {`{'emails':['a@b.de'],'name':'Acme'} | without company.id`},
		// Names in parts, lists in lists, rows under their types.
		`[{"name":{"first":"Ana","last":"Lee"}}]`:                                                  {`{'kind':1,'lastName':'Lee','name':'Ana'}`},
		`[{"name":{"given":"Ana","middle":"M.","family":"Lee"},"company":"Acme"}]`:                 {`{'company':'Acme','kind':1,'lastName':'Lee','name':'Ana','notes':'name.middle: M.'}`},
		`[{"name":"A","contacts":[{"name":{"firstName":"Ana","lastName":"Lee"}}]}]`:                {`{'contacts':[{'lastName':'Lee','name':'Ana'}],'name':'A'}`},
		`[{"name":{"value":"Acme"}}]`:                                                              {`{'name':'Acme'}`},
		`[{"name":"A","emails":[["a@b.de","c@d.de"]],"labels":[["x"],"y"]}]`:                       {`{'emails':['a@b.de','c@d.de'],'labels':['x','y'],'name':'A'}`},
		`[{"name":"A","phones":{"work":"030 901820","mobile":"0171 1234567","fax":"030 901821"}}]`: {`{'name':'A','notes':'phones.mobile: 0171 1234567\nphones.fax: 030 901821','phones':['030 901820','0171 1234567']}`},
		`[{"name":"A","phones":[{"mobile":"0171 1234567","type":"work","direct":"030 901820"}]}]`:  {`{'name':'A','notes':'phones.direct: 030 901820','phones':['0171 1234567']} | without phones.type`},

		`[{"name":"A","employees":5,"numberOfEmployees":6,"headcount":5}]`:                                                                    {`{'employees':'5','name':'A','notes':'numberOfEmployees: 6'}`},
		`[{"name":"A","notes":"a","description":"b","comments":"a"}]`:                                                                         {`{'name':'A','notes':'a\ndescription: b'}`},
		`[{"name":"A","notes":[{"content":"a","author":"x"},["b"],"c",""]}]`:                                                                  {`{'name':'A','notes':'a\nc\nnotes.author: x\nnotes: b'}`},
		`[{"name":"A","address":{"street":"S","type":"work","primary":true}},{"name":"B","address":{"street":"S","type":"Lager","foo":"x"}}]`: {`{'addresses':[{'street':'S'}],'name':'A'} | without address.primary | without address.type`, `{'addresses':[{'street':'S'}],'name':'B','notes':'address.type: Lager\naddress.foo: x'}`},
		`[{"name":"A","phones":[{"value":"030 901820","label":["x"],"primary":{"a":1}}]}]`:                                                    {`{'name':'A','notes':'phones.label: x','phones':['030 901820']} | without phones.primary`},
		`[{"name":"A","employees":[5]},{"name":"B","employees":[5,6]},{"name":"C","employees":{"min":5}}]`:                                    {`{'employees':'5','name':'A'}`, `{'name':'B','notes':'employees: 5, 6'}`, `{'name':'C','notes':'employees.min: 5'}`},
		`[{"company":{"foo":"x"}}]`:                                                                  {`lead 1: no lead here | company`},
		`[{"labels":["x"]}]`:                                                                         {`{'labels':['x']}`},
		`[{"email":"a@b.de","person":"Anna"}]`:                                                       {`{'emails':['a@b.de'],'kind':1,'name':'Anna'}`},
		`[{"email":"a@b.de","company":"Acme","person":"Anna"}]`:                                      {`{'contacts':[{'name':'Anna'}],'emails':['a@b.de'],'name':'Acme'}`},
		`[{"email":"a@b.de","name":"Acme","person":"Anna"}]`:                                         {`{'contacts':[{'name':'Anna'}],'emails':['a@b.de'],'name':'Acme'}`},
		`[{"name":"A","contacts":["a@b.de","Bo @ Acme","@x.de","a@b"]}]`:                             {`{'contacts':[{'emails':['a@b.de']},{'name':'Bo @ Acme'},{'name':'@x.de'},{'name':'a@b'}],'name':'A'}`},
		`[{"name":"A","employees":-1},{"name":"B","employees":1E5},{"name":"C","employees":1.5e-2}]`: {`{'employees':'-1','name':'A'}`, `{'employees':'1E5','name':'B'}`, `{'employees':'1.5e-2','name':'C'}`},
		`[{"name":"A","role":"\u200e r \u200d","industry":"\u200c"}]`:                                {`{'name':'A','role':'r'}`},
		`{"name":"A"} and more words`:                                                                {`{'name':'A'} | line 1, column 14: text behind the leads | and more words`},
		"{\"name\":\"A\"}\x01":                                                                       {`line 1, column 13: more behind the leads`},
	} {
		expect(t, text, want)
	}
}

// Places of leads and of their problems are the file's own.
func TestPlaces(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`[null,{"name":"A"}]`:                             "lead 2",
		`{"thing":{"name":"A"}}`:                          "line 1",
		`{"leads":[{"name":"A"}]}`:                        "lead 1",
		"{\"a\":{\"name\":\"A\"},\"b\":{\"name\":\"B\"}}": "lead 2",
		"{\"name\":\"A\"}\n\n{\"name\":\"B\"}":            "line 3",
	} {
		items, err := readAll(t, text)
		if err != nil || items[len(items)-1].At != want {
			t.Errorf("%s: got %v, %v, want %s", text, items, err, want)
		}
	}
	items, err := readAll(t, `[{"name":"A","contacts":[{"name":"B"},{"name":true}]}]`)
	if err != nil || len(items) != 1 || len(items[0].Problems) != 1 || items[0].Problems[0].Path != (lead.Path{Contact: 2, Field: lead.Name}) {
		t.Errorf("got %+v, %v", items, err)
	}
}

// JSON in the encodings of Windows, with and without their mark, packed or not.
func TestEncodings(t *testing.T) {
	t.Parallel()
	for name, e := range map[string]encoding.Encoding{
		"UTF-16": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "UTF-16 ": unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM),
		" UTF-16": unicode.UTF16(unicode.BigEndian, unicode.UseBOM), " UTF-16 ": unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM),
		"UTF-32": utf32.UTF32(utf32.LittleEndian, utf32.UseBOM), "UTF-32 ": utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM),
		" UTF-32": utf32.UTF32(utf32.BigEndian, utf32.UseBOM), " UTF-32 ": utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM),
	} {
		text, err := e.NewEncoder().String(`[{"name":"Ä😀"}]`)
		if err != nil {
			t.Fatal(err)
		}
		var zipped strings.Builder
		z := gzip.NewWriter(&zipped)
		if _, err := io.WriteString(z, text); err != nil || z.Close() != nil {
			t.Fatal(err)
		}
		expect(t, text, []string{"{'name':'Ä😀'} | encoded | " + strings.TrimSpace(name)})
		expect(t, zipped.String(), []string{"{'name':'Ä😀'} | unpacked from gzip | encoded | " + strings.TrimSpace(name)})
	}
}

// stuck gives nothing, for ever.
type stuck struct{}

func (stuck) Read([]byte) (int, error) { return 0, nil }

// slow gives nothing before each byte.
type slow struct {
	in   io.Reader
	next bool
}

func (s *slow) Read(b []byte) (int, error) {
	if s.next = !s.next; s.next {
		return 0, nil
	}
	return s.in.Read(b[:1])
}

// A file that fails while it is read says so, wherever it does; one that hangs ends.
func TestReadersThatFail(t *testing.T) {
	t.Parallel()
	broken := errors.New("the disk is gone")
	for _, text := range []string{"", "[", `[{"name"`, `[{"name":"A`, `[{"name":"A\`, `[{"name":"A\u00`, `[{"n":1`, `{"name":"A"}`, `{"name":"A"} x`} {
		for wrong, in := range map[error]io.Reader{broken: iotest.ErrReader(broken), io.ErrNoProgress: stuck{}} {
			err := ReadJSON(io.MultiReader(strings.NewReader(text), in), func(Item) error { return nil })
			if !errors.Is(err, wrong) {
				t.Errorf("%q: got %v, want %v", text, err, wrong)
			}
		}
	}
	got := 0
	err := ReadJSON(&slow{in: strings.NewReader(`[{"name":"A"},{"name":"B"}]`)}, func(Item) error { got++; return nil })
	if err != nil || got != 2 {
		t.Errorf("a slow file: %d leads, %v", got, err)
	}
}

func TestTheLongestNumber(t *testing.T) {
	t.Parallel()
	for n, says := range map[int]string{400: "", 401: "number too long | 400"} {
		_, err := readAll(t, `[{"name":"A","foo":`+strings.Repeat("1", n)+`}]`)
		if (err == nil) != (says == "") || err != nil && !strings.Contains(err.Error(), says) {
			t.Errorf("%d digits: got %v, want %q", n, err, says)
		}
	}
}

// A lead has as many rows as a lead may have.
func TestRowsInOneText(t *testing.T) {
	t.Parallel()
	for n, says := range map[int]string{lead.MaxRows: "", lead.MaxRows + 1: "too many rows | 1000"} {
		_, err := readAll(t, `[{"name":"A","labels":"`+strings.Join(strings.Fields(strings.Repeat("l ", n)), ";")+`"}]`)
		if (err == nil) != (says == "") || err != nil && !strings.Contains(err.Error(), says) {
			t.Errorf("%d labels: got %v, want %q", n, err, says)
		}
	}
}
