package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// forReps is what a text for reps has that no fact needs: a command or a flag, a
// key, a screen, or somebody who is spoken to.
var forReps = regexp.MustCompile("`leadpad|leadpad (add|backup|config|demo|doctor|export|history|import|key|list|man|resolve|submit|trash)\\b|(^|[ (])--[a-z]|" +
	`\b(in|to|on) (Compose|Drafts|Send|History)\b|\b(did )?you (can|do|have|may|mean|must|want)\b|` +
	`(?i:\bpress(es)? [^a-z]|\b(ctrl|alt)\+|\besc\b|\bF[1-9][0-2]?\b|\btry again\b|\bby hand\b|\bstart leadpad\b|\brun [a-z]+ )`)

// Below words there are facts: no text there names a key, a command or a screen,
// or tells a rep what to do. Comments may.
func TestBelowWordsNothingSpeaksToReps(t *testing.T) {
	t.Parallel()
	texts := 0
	for _, room := range []string{"app", "outbox", "queue", "intake", "api", "config", "lead", "safe"} {
		err := filepath.WalkDir(filepath.Join("..", room), func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() && (d.Name() == "sandbox" || d.Name() == "testdata" || d.Name() == "queuetest") {
				return filepath.SkipDir // a server speaks to programs
			}
			if strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") && d.Name() != "curl.go" { // curl has flags
				texts += spoken(t, path)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if texts < 2000 {
		t.Errorf("only %d texts were looked at", texts)
	}
}

// spoken looks at the texts of a file and counts them.
func spoken(t *testing.T, path string) (texts int) {
	t.Helper()
	files := token.NewFileSet()
	tree, err := parser.ParseFile(files, path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			advising(t, files, call)
		}
		text, ok := n.(*ast.BasicLit)
		if !ok || text.Kind != token.STRING {
			return true
		}
		texts++
		if s, err := strconv.Unquote(text.Value); err != nil || forReps.MatchString(s) {
			t.Errorf("%s: %s", files.Position(text.Pos()), text.Value)
		}
		return true
	})
	return texts
}

// advice is what the text of an error has that is more than what went wrong: a second
// clause, what should be, what to do.
var advice = regexp.MustCompile(`;|\b(must|should|use|write it|instead|name another|did you mean)\b`)

// mostErrorWords is how long an error's own text is: what was being done, or what is
// so. A longer one is a sentence.
const mostErrorWords = 13

// advising finds texts of errors that want to be sentences.
func advising(t *testing.T, files *token.FileSet, call *ast.CallExpr) {
	t.Helper()
	f, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) == 0 {
		return
	}
	if room, ok := f.X.(*ast.Ident); !ok || room.Name+"."+f.Sel.Name != "errors.New" && room.Name+"."+f.Sel.Name != "fmt.Errorf" {
		return
	}
	if text, ok := call.Args[0].(*ast.BasicLit); ok && (advice.MatchString(text.Value) || len(strings.Fields(text.Value)) > mostErrorWords) {
		t.Errorf("%s: %s: a fact has no advice, words has", files.Position(text.Pos()), text.Value)
	}
}
