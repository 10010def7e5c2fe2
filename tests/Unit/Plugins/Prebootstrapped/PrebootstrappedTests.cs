using Xunit;

namespace BootstrapVz.Test.Unit.Plugins;

public sealed class PrebootstrappedTests
{
    [Theory]
    [InlineData("""{"image": "/etc/passwd", "folder": "/etc"}""", "there are two trees")]
    [InlineData("""{"image": "/etc"}""", "'/etc' is a folder")]
    [InlineData("""{"folder": "/etc/passwd"}""", "'/etc/passwd' is a file")]
    public void There_is_one_tree_to_start_from(string section, string error) =>
        Assert.StartsWith(error, Assert.Single(PluginFindings.Of("prebootstrapped", section)));
}
