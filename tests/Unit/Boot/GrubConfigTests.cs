using BootstrapVz.Common.Boot;
using Xunit;

namespace BootstrapVz.Test.Unit.Boot;

public sealed class GrubConfigTests
{
    [Fact]
    public void Each_kind_of_value_is_written_as_a_shell_reads_it()
    {
        var config = new GrubConfig();
        config["GRUB_SAVEDEFAULT"] = false;
        config["GRUB_TERMINAL"] = "console";
        config["GRUB_GFXMODE"] = null;
        config["GRUB_BACKGROUND"] = "a \"b\" $c";
        config.Append("GRUB_CMDLINE_XEN", "dom0_mem=1G", "quiet");
        config.Append("GRUB_CMDLINE_XEN", "smt=0");
        config.Remove("GRUB_CMDLINE_XEN", "quiet");
        config["GRUB_PRELOAD_MODULES"] = Array.Empty<string>();

        Assert.Equal(
            """
            GRUB_DEFAULT=0
            GRUB_DISTRIBUTOR="Debian"
            GRUB_SERIAL_COMMAND="serial"
            GRUB_SAVEDEFAULT="false"
            GRUB_TERMINAL="console"
            GRUB_BACKGROUND="a \"b\" \$c"
            GRUB_CMDLINE_XEN="dom0_mem=1G smt=0"
            GRUB_TIMEOUT=0
            GRUB_TIMEOUT_STYLE="hidden"
            GRUB_DISABLE_RECOVERY="true"

            """,
            config.Render(new()).Split("\n\n", 2)[1]);
    }

    [Fact]
    public void What_boot_loaders_have_in_common_comes_last()
    {
        var boot = new BootSettings { Timeout = TimeSpan.FromSeconds(5) };
        boot.AppendKernelArguments("console=ttyS0", "net.ifnames=0");

        Assert.EndsWith(
            """
            GRUB_TIMEOUT=5
            GRUB_TIMEOUT_STYLE="menu"
            GRUB_DISABLE_RECOVERY="true"
            GRUB_CMDLINE_LINUX="console=ttyS0 net.ifnames=0"

            """,
            new GrubConfig().Render(boot));
    }

    [Fact]
    public void Another_kind_of_value_is_refused() =>
        Assert.Throws<ArgumentException>(() => new GrubConfig()["GRUB_TIMEOUT"] = 1.5);
}
