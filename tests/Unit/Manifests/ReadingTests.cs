using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Manifests;

public sealed class ReadingTests
{
    [Fact]
    public void A_valid_manifest_is_bound_to_records()
    {
        var manifest = ManifestFile.Read(ManifestFile.Valid + """
            packages:
              install: [openssh-server, vim/trixie]
              mirror: http://deb.example/debian
            plugins:
              user:
                username: joe
                port: 22
                sudo: yes
                nested: {kept-words: [a, b], other: text}
                commands: [[echo, 7], [ls]]
                extra_vars: {a: [1, yes, x]}
              bare:
              selections: |
                a b c
            """);

        Assert.Equal("box", manifest.ProviderName);
        Assert.Equal("trixie", manifest.Release.Codename);
        Assert.Equal("2GiB", manifest.Volume.Partitions.Named["root"].Size.ToString());
        Assert.Equal(["openssh-server", "vim/trixie"], manifest.Packages.Install.Select(item => item.Value));
        Assert.Equal(["user", "bare", "selections"], manifest.Plugins.Select(plugin => plugin.Key));
        var user = Assert.IsType<UserPlugin>(manifest.Plugins[0].Value).Options;
        Assert.Equal(("joe", 22, true), (user.Username, user.Port, user.Sudo));
        Assert.Equal(["a", "b"], user.Nested.KeptWords.Select(word => word.Value));
        Assert.Equal("text", user.Nested.Rest["other"]);
        Assert.Equal(["echo", "7"], user.Commands[0]);
        Assert.Equal("""{"a":[1,true,"x"]}""", user.ExtraVars!.ToJsonString());
        Assert.Equal("a b c", Assert.IsType<SelectionPlugin>(manifest.Plugins[2].Value).Options.Selections);
        Assert.Equal(3, manifest.UnitOptions.Count);
        Assert.Empty(manifest.Warnings);
    }

    [Fact]
    public void Ten_mistakes_give_ten_located_errors_in_one_go()
    {
        var findings = ManifestFile.Findings("""
            name: debian-{system.relaese}
            provider:
              name: box
              lable: x
            system:
              release: trixy
              architecture: m68k
              bootloader: grub
              charmap: [UTF-8]
              timezone: UTC
            volume:
              backing: vhd
              partitions:
                type: gpt
                root: {filesystem: ext4, size: 2 GB}
            packages:
              install: curl
            plugins:
              user: {}
              bear: {}
            """);

        Assert.Equal(
            [
                "1:7 error BVZ1026",
                "4:3 error BVZ1007",
                "6:3 error BVZ1008",
                "6:12 error BVZ1017",
                "7:17 error BVZ1010",
                "9:12 error BVZ1009",
                "12:12 error BVZ1021",
                "15:36 error BVZ1011",
                "17:12 error BVZ1009",
                "19:9 error BVZ1008",
                "20:3 error BVZ1016",
            ],
            findings);
    }

    [Fact]
    public void An_error_reads_as_the_style_guide_shows()
    {
        using var file = new ManifestFile(ManifestFile.Valid + "plugins:\n  user: {username: joe, pubkye: key.pub}\n");

        var error = Assert.Throws<ManifestException>(() => ManifestReader.Read(file.Path, ManifestFile.Units));

        Assert.Equal($"{file.Path}:19:25: error BVZ1007: plugin 'user' has no setting 'pubkye'\n  hint: did you mean 'pubkey'?", error.Message);
        Assert.Equal(ExitCode.InvalidManifest, error.ExitCode);
    }
}
