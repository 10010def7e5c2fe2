using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Manifests;

public sealed class OptionsFileTests
{
    [Fact]
    public void Another_file_is_read_onto_an_options_record()
    {
        using var file = new ManifestFile("username: joe\nport: 22\n");

        Assert.Equal(22, OptionsFile.Read<UserOptions>(file.Path).Port);
    }

    [Fact]
    public void Its_errors_are_located_too()
    {
        using var file = new ManifestFile("usrename: joe\nport: many\n");

        var error = Assert.Throws<ManifestException>(() => OptionsFile.Read<UserOptions>(file.Path));

        Assert.Equal(["BVZ1007", "BVZ1008", "BVZ1009"], error.Diagnostics.Select(finding => finding.Code));
        Assert.Contains("the file has no setting 'usrename'\n  hint: did you mean 'username'?", error.Message, StringComparison.Ordinal);
    }
}
