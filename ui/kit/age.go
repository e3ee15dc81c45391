package kit

import (
	"strconv"
	"time"
)

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
