using Xunit;

namespace BootstrapVz.Test.Unit.Plugins;

public sealed class PipInstallTests
{
    [Fact]
    public void Releases_without_Python_2_are_refused_with_what_to_write_instead() => Assert.Equal(
        ["'bookworm' has no pip for Python 2; use plugin 'pip3_install' with the same packages: a, b"],
        PluginFindings.Of("pip_install", """{"packages": ["a", "b"]}""", "bookworm"));
}
