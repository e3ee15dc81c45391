package words

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"leadpad/app"
	"leadpad/intake"
)

// constants are the values of the constants of one type in a file of Go.
func constants(t *testing.T, file, of string) (values []string) {
	t.Helper()
	tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) == 0 {
			return true
		}
		kind := spec.Type
		if of, ok := kind.(*ast.SelectorExpr); ok {
			kind = of.Sel
		}
		if name, ok := kind.(*ast.Ident); ok && name.Name == of {
			value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			values = append(values, value)
		}
		return true
	})
	if len(values) < 3 {
		t.Fatalf("%s has only %d constants of %s", file, len(values), of)
	}
	return values
}

// Whatever can be so of a file has its sentence, short and whole.
func TestEveryFactOfAFileHasItsSentence(t *testing.T) {
	t.Parallel()
	said := map[string]string{}
	for _, what := range constants(t, "../intake/fact.go", "What") {
		got := File(intake.Fact{What: intake.What(what), Text: "T", Other: "O", N: 5000})
		if other, ok := said[got]; ok || len(got) > 100 || strings.ContainsAny(got, "$%") || !strings.Contains(got, " ") || got == what && what != string(intake.Unpacked) {
			t.Errorf("%s: %q, as %q", what, got, other)
		}
		said[got] = what
	}
	for want, f := range map[string]intake.Fact{
		"line 1, column 14: a trailing comma":                                                {What: intake.TrailingComma, Line: 1, Column: 14},
		"line 1, column 14: a trailing comma, and 41 more":                                   {What: intake.TrailingComma, Line: 1, Column: 14, N: 41},
		`line 2: not JSON: "]" closes what "{" began`:                                        {What: intake.WrongEnd, Line: 2, Text: "]", Other: "{"},
		"the file holds no lead":                                                             {What: intake.NoLead},
		"the file holds no lead: found a, b and 3 more":                                      {What: intake.NoLead, Names: []string{"a", "b"}, N: 3},
		"the first row names no columns: a, b":                                               {What: intake.NoHeader, Names: []string{"a", "b"}},
		"this is PDF in gzip, not JSON":                                                      {What: intake.OtherFormat, Text: "PDF", Other: "gzip"},
		"the gzip file is damaged or cut: eof":                                               {What: intake.DamagedGzip, Err: errors.New("eof")},
		"name and Name differ in spelling only: the first counts, the other is in the notes": {What: intake.Alike, Text: "name", Other: "Name"},
		"$text stands there twice: the first counts, the other is in the notes":              {What: intake.Twice, Text: "$text"},
		"role: several texts, joined with commas":                                            {What: intake.Joined, Text: "role\x1b[31m"},
		"of a later kind": {What: "of a later kind"},
	} {
		if got := File(f); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// Why leads could not be read is said with the file, and stays the error that it is.
func TestWhyLeadsCouldNotBeRead(t *testing.T) {
	t.Parallel()
	for want, err := range map[string]error{
		"a.json: the file ends in the middle of it; nothing was imported":                          &app.FileError{Name: "a.json", Err: &intake.Fact{What: intake.Cut}},
		"a: this is a folder; name a file in it; nothing was imported":                             &app.FileError{Name: "a", Err: app.ErrFolder},
		"a: nobody writes into this pipe; nothing was imported":                                    &app.FileError{Name: "a", Err: app.ErrNoWriter},
		"a.ods: this leadpad reads CSV, TSV, XLSX, vCard and JSON, not .ods; nothing was imported": &app.FileError{Name: "a.ods", Err: &app.NoFormat{Ending: ".ods"}},
		"the disk is gone; nothing was imported":                                                   errors.New("the disk is gone"),
	} {
		if got := (Reader{}).Unread(err, "; nothing was imported"); got.Error() != want || !errors.Is(got, err) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
