using System.Text;
using BootstrapVz.Base.Roots;
using BootstrapVz.Common.Engine;
using Xunit;

namespace BootstrapVz.Test.Unit.Engine;

public sealed class DpkgDatabaseTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bvz-dpkg");
    private readonly RootFs _root;

    public DpkgDatabaseTests()
    {
        _root = new(_folder.FullName);
    }

    [Fact]
    public void The_database_reads_as_after_dpkg_unpack()
    {
        Directory.CreateDirectory(_folder.FullName + "/etc");
        File.WriteAllText(_folder.FullName + "/etc/a.conf", "x=1\n");
        var control = ControlFile.Parse("Package: a\nVersion: 1:2-3\nArchitecture: amd64\nMulti-Arch: same\nDescription: words \n more\n .\n end\n");
        ControlMember[] members = [Member("triggers", "# none\ninterest-noawait /usr/share/x\ninterest word\nactivate ldconfig\n"), Member("postinst", "#!/bin/sh\n", 0x1ED)];

        DpkgDatabase.Write(_root, [new(control, members, ["/.", "/etc", "/etc/a.conf"], ["/etc/a.conf", "/etc/filtered"], ["/etc/old"])], ["amd64", "i386"]);

        Assert.Equal(
            "Package: a\nStatus: install ok unpacked\nVersion: 1:2-3\n"
            + $"Conffiles:\n /etc/a.conf {Md5("x=1\n")}\n /etc/filtered newconffile\n /etc/old newconffile remove-on-upgrade\n"
            + "Architecture: amd64\nMulti-Arch: same\nDescription: words \n more\n .\n end\n",
            Read("status"));
        Assert.Equal("/.\n/etc\n/etc/a.conf\n", Read("info/a:amd64.list"));
        Assert.Equal("amd64\ni386\n", Read("arch"));
        Assert.Equal("/usr/share/x a:amd64/noawait\n", Read("triggers/File"));
        Assert.Equal("a:amd64\n", Read("triggers/word"));
        Assert.Equal((UnixFileMode)0x1ED, File.GetUnixFileMode(_folder.FullName + "/var/lib/dpkg/info/a:amd64.postinst"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static ControlMember Member(string name, string text, uint mode = 0x1A4) => new(name, Encoding.UTF8.GetBytes(text), mode, 1_700_000_000);

#pragma warning disable CA5351 // what dpkg's database has
    private static string Md5(string text) => Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351

    private string Read(string file) => File.ReadAllText($"{_folder.FullName}/var/lib/dpkg/{file}");
}
