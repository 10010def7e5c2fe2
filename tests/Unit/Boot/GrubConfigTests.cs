using BootstrapVz.Common.Boot;
using Xunit;

namespace BootstrapVz.Test.Unit.Boot;

public sealed class GrubConfigTests
{
    [Fact]
    public void Each_kind_of_value_is_written_as_a_shell_reads_it()
    {
        var config = new GrubConfig();
        config["GRUB_TIMEOUT"] = 0;
        config["GRUB_TERMINAL"] = "console";
        config["GRUB_DISABLE_RECOVERY"] = true;
        config["GRUB_GFXMODE"] = null;
        config["GRUB_BACKGROUND"] = "a \"b\" $c";
        config.AppendKernelArguments("console=ttyS0", "quiet");
        config.AppendKernelArguments("net.ifnames=0");
        config.Remove(GrubConfig.KernelArguments, "quiet");
        config["GRUB_PRELOAD_MODULES"] = Array.Empty<string>();

        Assert.Equal(
            """
            GRUB_DEFAULT=0
            GRUB_TIMEOUT=0
            GRUB_DISTRIBUTOR="Debian"
            GRUB_SERIAL_COMMAND="serial"
            GRUB_TERMINAL="console"
            GRUB_DISABLE_RECOVERY="true"
            GRUB_BACKGROUND="a \"b\" \$c"
            GRUB_CMDLINE_LINUX="console=ttyS0 net.ifnames=0"

            """,
            config.Render().Split("\n\n", 2)[1]);
    }

    [Fact]
    public void Another_kind_of_value_is_refused() =>
        Assert.Throws<ArgumentException>(() => new GrubConfig()["GRUB_TIMEOUT"] = 1.5);
}
