package table_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"leadpad/intake"
	"leadpad/intake/table"
	"leadpad/lead"
)

var update = flag.Bool("update", false, "write the drafts that the samples should give")

// Each sample gives its drafts, to the letter.
func TestSamples(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, ".want") || strings.HasSuffix(file, ".xlsx") {
			continue
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, file+".want", drafts(t, text, table.Options{Region: "DE"}))
		})
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != strings.ReplaceAll(string(want), "\r\n", "\n") {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// drafts are the leads of a text and what was found out about it, for people.
func drafts(t *testing.T, text []byte, o table.Options) string {
	t.Helper()
	if !table.Table(text[:min(len(text), 64<<10)]) {
		t.Error("it is not taken for a table")
	}
	v, err := table.Look(bytes.NewReader(text), o)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	n := 0
	err = table.Read(bytes.NewReader(text), v, func(i intake.Item) error {
		n++
		writeItem(&b, i)
		return i.Err
	})
	if err != nil {
		t.Fatal(err)
	}
	if n+v.Empty+len(v.Footer) != v.Rows {
		t.Errorf("%d leads, %d empty, %d of the footer: of %d rows", n, v.Empty, len(v.Footer), v.Rows)
	}
	return fmt.Sprintf("%s, %s, header in line %d, skipped %q, footer %q, %s\n%s", v.Encoding, v.Delimiter, v.HeaderRow, v.Skipped, v.Footer, v.Plan.Format, b.String())
}

func writeItem(b *strings.Builder, i intake.Item) {
	fmt.Fprintf(b, "\n%s: %s\n", i.At, map[lead.Kind]string{lead.Company: "company", lead.Contact: "contact"}[i.Lead.Kind])
	for _, at := range i.Lead.Paths() {
		fmt.Fprintf(b, "  %s %s: %s\n", at.Field, at.Part.Label(), strings.ReplaceAll(i.Lead.Get(at), "\n", "\n    "))
	}
	for _, f := range i.Said {
		fmt.Fprintf(b, "  · %s %s\n", f.What, f.Text)
	}
	for _, p := range i.Problems {
		fmt.Fprintf(b, "  ▲ %s %d: %s %s\n", p.Field, p.Row, p.Cause.Kind, p.Cause.Value)
	}
	if len(i.Dropped) > 0 {
		fmt.Fprintf(b, "  dropped %q\n", i.Dropped)
	}
}
