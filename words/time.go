package words

import (
	"fmt"
	"strconv"
	"time"
)

// Took writes how long something took: "611 ms", "3.2 s", "12 min". Less than
// nothing is a clock that was set back.
func Took(d time.Duration) string {
	if d < 0 {
		return "–"
	}
	if d < time.Millisecond {
		return "<1 ms"
	}
	if d < time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	if d < 10*time.Second {
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
	if d < 100*time.Second {
		return fmt.Sprintf("%d s", d/time.Second)
	}
	return fmt.Sprintf("%d min", d/time.Minute)
}

// Span is a time that is left, as people count it: "58 s", "4 min", "3 h". What
// is left of something is never called nothing.
func Span(d time.Duration) string {
	seconds := max(int((d+time.Second-1)/time.Second), 1)
	if seconds <= 120 {
		return fmt.Sprintf("%d s", seconds)
	}
	if seconds < 2*60*60 {
		return fmt.Sprintf("%d min", (seconds+30)/60)
	}
	return fmt.Sprintf("%d h", (seconds+30*60)/(60*60))
}

// About is an estimate: "about 12 s", "less than a second".
func About(d time.Duration) string {
	if d < time.Second {
		return "less than a second"
	}
	return "about " + Span(d)
}

// Age writes how long ago something was, in at most four cells: "now", "26 m",
// "3 h", "12 d", "9 w", "2 y".
func Age(d time.Duration) string {
	const day = 24 * time.Hour
	for _, u := range []struct {
		below, unit time.Duration
		name        string
	}{
		{time.Minute, 0, "now"},
		{time.Hour, time.Minute, " m"},
		{day, time.Hour, " h"},
		{14 * day, day, " d"},
		{365 * day, 7 * day, " w"},
	} {
		if d < u.below {
			if u.unit == 0 {
				return u.name
			}
			return strconv.Itoa(int(d/u.unit)) + u.name
		}
	}
	return strconv.Itoa(min(int(d/(365*day)), 99)) + " y"
}

// there is a time at the reader's place.
func (r Reader) there(t time.Time) time.Time {
	if r.Zone == nil {
		return t.Local()
	}
	return t.In(r.Zone)
}

// Day is a day at the reader's place.
func (r Reader) Day(t time.Time) string { return r.there(t).Format("2 Jan 2006") }

// Stamp is a time to the second at the reader's place.
func (r Reader) Stamp(t time.Time) string { return r.there(t).Format(time.DateTime) }

// Clock is a time of today at the reader's place.
func (r Reader) Clock(t time.Time) string { return r.there(t).Format(time.TimeOnly) }
