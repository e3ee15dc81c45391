// Package intake turns text into leads and leads into text. It does no checks
// of its own beyond what a format demands: what a lead needs is lead.Check's
// business. Start reading at ReadJSON and, for the way out, Record.
package intake
