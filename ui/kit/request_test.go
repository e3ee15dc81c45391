package kit_test

import (
	"fmt"
	"strings"
	"testing"

	"leadpad/ui/kit"
	"leadpad/ui/kit/kittest"
)

func TestACopiedCallNamesNoKeyAndNoOtherServer(t *testing.T) {
	t.Parallel()
	for address, host := range map[string]string{
		"https://app.closingdealz.io":    "https://app.closingdealz.io/api/",
		"practice server inside leadpad": "http://127.0.0.1:8787/api/",
	} {
		got := fmt.Sprint(kittest.Run(kit.CopyBody([]byte(`[{"name":"L'Oréal"}]`), address, true)))
		if !strings.Contains(got, host) || !strings.Contains(got, "$CLOSINGDEALZ_API_KEY") || !strings.Contains(got, "Curl call copied") {
			t.Errorf("%s: %s", address, got)
		}
		if head := strings.Join(kit.RequestHead(address), "\n"); !strings.Contains(head, address) || !strings.Contains(head, "X-API-Key: ••••") {
			t.Errorf("%s: %s", address, head)
		}
	}
}
