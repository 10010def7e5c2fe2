using BootstrapVz.Common.Engine;
using Xunit;

namespace BootstrapVz.Test.Unit.Engine;

public sealed class PackageClosureTests
{
    [Fact]
    public void Needs_are_followed_through_alternatives_and_virtual_names()
    {
        var closure = new PackageClosure(
        [
            Package("base", "Pre-Depends: awk\nDepends: libx (>= 2) [amd64], missing | second:any"),
            Package("mawk", "Provides: awk (= 1)\nDepends: libc6"),
            Package("libx", ""),
            Package("libc6", "Depends: base"),
            Package("second", ""),
            Package("stranger", "Depends: libx"),
        ]);

        Assert.Equal(["base", "libc6", "libx", "mawk", "second"], closure.Of(["base"]).Order());
    }

    private static ControlFile Package(string name, string fields) => ControlFile.Parse($"Package: {name}\n{fields}\n");
}
