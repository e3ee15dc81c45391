package app

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"leadpad/intake"
	"leadpad/queue"
)

// ErrorsFile is a file that gets what of an import needs mending: as CSV of our own
// export, the reason first, the drafts with problems, which it changes when it is
// imported; as JSON lines what could not be read. The zero ErrorsFile keeps nothing.
type ErrorsFile struct {
	file    *os.File
	lines   bool // JSON lines
	records []intake.Record
}

// NewErrorsFile makes it, readable by its owner alone; without a path it is the zero
// one. Its error is a *NoErrorsFile.
func NewErrorsFile(path string) (*ErrorsFile, error) {
	if path == "" {
		return &ErrorsFile{}, nil
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, &NoErrorsFile{path, err}
	}
	ending := strings.ToLower(filepath.Ext(path))
	return &ErrorsFile{file: file, lines: ending == ".jsonl" || ending == ".json" || ending == ".ndjson"}, nil
}

// Unread keeps where an item stood, and why it was not read.
func (f *ErrorsFile) Unread(item *intake.Item, why string) error {
	switch {
	case f.file == nil:
		return nil
	case !f.lines:
		f.records = append(f.records, intake.Record{Reason: item.At + ": " + why})
		return nil
	}
	line, _ := json.Marshal(map[string]any{"at": item.At, "line": item.Line, "error": why}) // always marshals
	if _, err := f.file.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("write %s: %w", f.file.Name(), err)
	}
	return nil
}

// Draft keeps a draft with problems.
func (f *ErrorsFile) Draft(e queue.Entry) error {
	if f.file != nil && !f.lines {
		f.records = append(f.records, Record(e))
	}
	return nil
}

// Write writes the CSV; reasons gives each record its reason.
func (f *ErrorsFile) Write(reasons func(intake.Walk) intake.Walk) error {
	if f.file == nil || f.lines {
		return nil
	}
	_, err := io.WriteString(f.file, intake.BOM)
	if err == nil {
		err = intake.WriteCSV(f.file, reasons(func(do func(intake.Record) error) error {
			for _, r := range f.records {
				if err := do(r); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", f.file.Name(), err)
	}
	return nil
}

// Close ends the file.
func (f *ErrorsFile) Close() {
	if f.file != nil {
		_ = f.file.Close()
	}
}
