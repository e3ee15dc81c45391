package outbox

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// canarySetting is the name under which a workspace's proved wiring is kept.
func (s *Sender) canarySetting() string { return "canary " + s.o.Workspace }

// wiring is a fingerprint of all that the first request proves: the key and
// address, the workspace, the form and the names on the wire.
func (s *Sender) wiring(key string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %q %d %q", key, s.o.Workspace, s.o.Address, s.o.Encoding.Form, fmt.Sprint(s.o.Encoding.Wire)))
	return hex.EncodeToString(sum[:16])
}

// canaryDue says that nothing was created yet with this wiring. When that
// cannot be read, a canary is sent: one request more does no harm.
func (s *Sender) canaryDue(ctx context.Context, key string) bool {
	if !s.o.Canary {
		return false
	}
	kept, err := s.o.Queue.Setting(ctx, s.canarySetting())
	return err != nil || kept != s.wiring(key)
}

// keepCanary remembers that this wiring worked. When that cannot be written,
// the next submission sends one canary more.
func (s *Sender) keepCanary() {
	key, err := s.knownKey(s.ctx)
	if err == nil {
		_ = s.o.Queue.SetSetting(s.ctx, s.canarySetting(), s.wiring(key))
	}
}
