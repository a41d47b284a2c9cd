package executor

// This file makes the one key of the directory that no script uses, so that gen has no constructor for
// it: sf:{<namespace>:workload:<service>}. The rules for names are those of the generated ones.

import (
	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

func workloadKey(namespace, service string) (string, error) {
	if err := luascript.CheckPart("namespace", namespace, ":}"); err != nil {
		return "", err
	}
	if err := luascript.CheckPart("service", service, "}"); err != nil {
		return "", err
	}
	return "sf:{" + namespace + ":workload:" + service + "}", nil
}
