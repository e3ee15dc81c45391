package table

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"leadpad/intake"
)

// Bounds of a workbook: of the file, and of the texts that its cells share, both of
// which are held in memory. Sheets are not.
const (
	maxBook   = 128 << 20
	maxShared = 256 << 20
	maxParts  = 64 << 20 // of what names sheets and formats
)

// workbook is an XLSX as far as its cells are read: ECMA-376, parts 18.2, 18.3, 18.4
// and 18.8. A library for all of it takes a third of the program's start.
type workbook struct {
	parts  map[string]*zip.File
	sheets []sheet
	shared []string
	styles styles
	from04 bool // days are counted from 1904
}

type sheet struct{ name, part string }

func broken(err error) error { return &intake.Fact{What: intake.BrokenBook, Err: err} }

var errPart = errors.New("a part is missing")

// openWorkbook reads what the sheets need.
func openWorkbook(text []byte) (*workbook, error) {
	z, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		return nil, broken(err)
	}
	w := &workbook{parts: map[string]*zip.File{}}
	for _, f := range z.File {
		w.parts[strings.TrimPrefix(f.Name, "/")] = f
	}
	for _, read := range []func() error{w.readSheets, w.readShared, w.readStyles} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// part reads a part of the file into v; one that is missing is left out where it may
// be.
func (w *workbook) part(name string, may bool, v any) error {
	f := w.parts[name]
	if f == nil {
		if may {
			return nil
		}
		return broken(errPart)
	}
	r, err := f.Open()
	if err != nil {
		return broken(err)
	}
	defer r.Close()
	if err := xml.NewDecoder(io.LimitReader(r, maxParts)).Decode(v); err != nil {
		return broken(err)
	}
	return nil
}

// readSheets finds the sheets that can be seen.
func (w *workbook) readSheets() error {
	var book struct {
		Pr struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string     `xml:"name,attr"`
			State string     `xml:"state,attr"`
			Attrs []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	var rels struct {
		All []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := errors.Join(w.part("xl/workbook.xml", false, &book), w.part("xl/_rels/workbook.xml.rels", false, &rels)); err != nil {
		return broken(err)
	}
	w.from04 = book.Pr.Date1904 == "1" || book.Pr.Date1904 == "true"
	targets := map[string]string{}
	for _, r := range rels.All {
		targets[r.ID] = r.Target
	}
	for _, s := range book.Sheets {
		for _, a := range s.Attrs {
			target, ok := targets[a.Value]
			if !ok || a.Name.Local != "id" || s.State != "" && s.State != "visible" {
				continue
			}
			if strings.HasPrefix(target, "/") {
				target = target[1:]
			} else {
				target = path.Join("xl", target)
			}
			w.sheets = append(w.sheets, sheet{s.Name, target})
		}
	}
	if len(w.sheets) == 0 {
		return broken(errPart)
	}
	return nil
}

// readShared reads the texts that cells share.
func (w *workbook) readShared() error {
	f := w.parts["xl/sharedStrings.xml"]
	if f == nil {
		return nil
	}
	r, err := f.Open()
	if err != nil {
		return broken(err)
	}
	defer r.Close()
	d := xml.NewDecoder(&tagged{Reader: r})
	size := 0
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return broken(err)
		}
		if begin, ok := token.(xml.StartElement); !ok || begin.Name.Local != "si" {
			continue
		}
		text, err := textWithin(d, "si")
		if err != nil {
			return broken(err)
		}
		if size += len(text) + 16; size > maxShared {
			return &intake.Fact{What: intake.LargeBook, N: maxShared >> 20}
		}
		w.shared = append(w.shared, text)
	}
}

// tagged ends with an error where a text between tags is longer than a row may be: a
// decoder would hold all of it.
type tagged struct {
	io.Reader
	since int // bytes since the last tag began
}

func (t *tagged) Read(p []byte) (int, error) {
	n, err := t.Reader.Read(p)
	if i := bytes.LastIndexByte(p[:n], '<'); i >= 0 {
		t.since = n - i
	} else {
		t.since += n
	}
	if t.since > maxRow {
		return 0, &intake.Fact{What: intake.LongRow, N: maxRow >> 20}
	}
	return n, err
}

// textWithin is the text of the t elements up to an element's end, less how it is
// spoken.
func textWithin(d *xml.Decoder, end string) (string, error) {
	var b strings.Builder
	text, spoken := false, false
	for {
		token, err := d.RawToken()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.StartElement:
			text = t.Name.Local == "t" && !spoken
			spoken = spoken || t.Name.Local == "rPh"
		case xml.EndElement:
			text = false
			if t.Name.Local == "rPh" {
				spoken = false
			}
			if t.Name.Local == end {
				return strings.ReplaceAll(b.String(), "_x000D_", ""), nil
			}
		case xml.CharData:
			if text {
				b.Write(t)
				if b.Len() > maxRow {
					return "", errPart
				}
			}
		}
	}
}
