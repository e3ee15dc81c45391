package app

import (
	"fmt"

	"leadpad/api"
	"leadpad/intake"
	"leadpad/lead"
)

// Curl gives one curl call for each request's worth of leads, the key left to the
// environment. Leads with problems stay out, and are counted.
func (s *Session) Curl(leads intake.Walk, call func(text string)) (left int, err error) {
	e := s.Encoding()
	var batch []lead.Lead
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		body, err := e.Encode(batch)
		if err != nil {
			return fmt.Errorf("encode the leads: %w", err)
		}
		batch = batch[:0]
		call(api.Curl(string(body), CurlAddress(s.Address)))
		return nil
	}
	err = leads(func(rec intake.Record) error {
		if lead.Count(e.Check(rec.Lead)) > 0 {
			left++
			return nil
		}
		batch = append(batch, rec.Lead)
		if len(batch) < api.MaxLeads {
			return nil
		}
		return flush()
	})
	if err == nil {
		err = flush()
	}
	return left, err
}
