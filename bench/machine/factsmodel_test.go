package machine

import "testing"

func TestProcessorsWithoutANameAreToldApart(t *testing.T) {
	const arm = "processor\t: 0\nBogoMIPS\t: 125.00\nCPU implementer\t: 0x41\nCPU architecture: 8\nCPU variant\t: " +
		"0x0\nCPU part\t: 0xd03\n\n"
	const riscv = "processor\t: 0\nhart\t\t: 0\nisa\t\t: rv64imafdc\nuarch\t\t: sifive,u74-mc\nmvendorid\t: " +
		"0x489\nmarchid\t\t: 0x8000000000000007\n\n"
	for _, c := range []struct{ name, model, cpuinfo, want string }{
		{"a board", "Raspberry Pi 3 Model B\x00", arm +
			arm, "Raspberry Pi 3 Model B (implementer 0x41, part 0xd03, variant 0x0)"},
		{"no device tree", "", arm, "implementer 0x41, part 0xd03, variant 0x0"},
		{"two kinds", "", arm + "CPU implementer\t: 0x41\nCPU part\t: 0xd08\n",
			"implementer 0x41, part 0xd03, variant 0x0 + implementer 0x41, part 0xd08"},
		{"riscv", "HiFive\x00", riscv, "HiFive (sifive,u74-mc, vendor 0x489, arch 0x8000000000000007)"},
		{"a board alone", "HiFive\x00", "", "HiFive"},
		{"nothing", "", "", ""},
	} {
		root := map[string]string{"proc/cpuinfo": c.cpuinfo}
		if c.model != "" {
			root["proc/device-tree/model"] = c.model
		}
		if got := boardModel(files(root)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
