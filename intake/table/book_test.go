package table_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"leadpad/intake"
	"leadpad/intake/table"
)

// book makes a workbook: an empty sheet, one of sums, and the leads below two rows of
// title.
func book(t *testing.T, password string) []byte {
	t.Helper()
	f := excelize.NewFile()
	for _, sheet := range []string{"Sums", "Fair"} {
		if _, err := f.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
	}
	date, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	for cell, value := range map[string]any{
		"Sums!A1": "Total", "Sums!B1": 3,
		"Fair!A1": "Leads of the fair", "Fair!A3": "Company", "Fair!B3": "Email", "Fair!C3": "Phone", "Fair!D3": "Employees", "Fair!E3": "Met",
		"Fair!A4": "Lee GmbH", "Fair!B4": "ann@lee.example", "Fair!C4": 491719018200, "Fair!D4": 12, "Fair!E4": time.Date(2026, 10, 2, 0, 0, 0, 0, time.UTC),
		"Fair!A6": "Ray AG", "Fair!B6": "bob@ray.example", "Fair!C6": "+49 30 901820",
		"Fair!A8": "Exported by Olga",
	} {
		sheet, at, _ := strings.Cut(cell, "!")
		if err := f.SetCellValue(sheet, at, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(f.SetCellStyle("Fair", "E4", "E4", date), f.SetCellFormula("Fair", "D6", "5+2")); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b, excelize.Options{Password: password}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// The sheet with the header is found, and its title, its empty row and its footer.
func TestWorkbook(t *testing.T) {
	t.Parallel()
	b, err := table.OpenBook(bytes.NewReader(book(t, "")), table.Options{Region: "DE"})
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	if err := b.Read(func(i intake.Item) error { writeItem(&got, i); return i.Err }); err != nil {
		t.Fatal(err)
	}
	const want = "\nrow 4: company\n  name : Lee GmbH\n  email : ann@lee.example\n  phone : 491719018200\n  employees : 12\n  notes : Met: 2026-10-02\n  ▲ phone 0: lost plus +49 171 9018200\n" +
		"\nrow 6: company\n  name : Ray AG\n  email : bob@ray.example\n  phone : +49 30 901820\n"
	if got.String() != want || b.Sheet != "Fair" || b.HeaderRow != 3 || len(b.Skipped) != 1 || len(b.Footer) != 1 {
		t.Errorf("%s, header %d, %q, %q: %s", b.Sheet, b.HeaderRow, b.Skipped, b.Footer, got.String())
	}
}

// What cannot be opened says why.
func TestBrokenWorkbooks(t *testing.T) {
	t.Parallel()
	whole := book(t, "")
	for name, c := range map[string]struct {
		text []byte
		o    table.Options
		want intake.What
	}{
		"password": {book(t, "secret"), table.Options{}, intake.Locked},
		"cut":      {whole[:len(whole)/2], table.Options{}, intake.BrokenBook},
		"damaged":  {bytes.ReplaceAll(whole, []byte("worksheets"), []byte("worksheetz")), table.Options{}, intake.BrokenBook},
		"no sheet": {whole, table.Options{Sheet: "Messe"}, intake.NoSheet},
	} {
		_, err := table.OpenBook(bytes.NewReader(c.text), c.o)
		if f, ok := errors.AsType[*intake.Fact](err); !ok || f.What != c.want || !table.Workbook(c.text) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
