using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Integration.Builds;

/// <summary>Manifests that cannot be built, and what the program says of them.</summary>
[Collection(nameof(BuildSpace))]
public class ManifestFaultTests(BuildSpace space)
{
    [Fact]
    public async Task Ten_mistakes_are_ten_located_errors()
    {
        const string Manifest = """
            name: ten
            provider:
              name: kvm
              kernal: cloud
              console: screen
            bootstrapper:
              workspace: out
              variant: tiny
              mirror: not an address
            system:
              release: trixy
              architecture: amd46
              bootloader: grub
              charmap: UTF-8
              locale: C
              timezone: UTC
            volume:
              backing: qcow3
              partitions:
                type: gpt
                root:
                  filesystem: ext5
                  size: 2 gigs
            plugins:
              root_pasword:
                password: test
            """;
        using var workshop = new Workshop(space).With(Manifest);
        var errors = (await workshop.BuildBadlyAsync(3, "error BVZ", null)).Split('\n').Where(line => line.Contains(": error BVZ")).ToList();
        Assert.Equal(
            ["4:3", "5:12", "8:12", "9:11", "11:12", "12:17", "18:12", "22:19", "23:13", "25:3"],
            errors.Select(line => line["small.yml:".Length..line.IndexOf(": error")]));
        Assert.All(errors, line => Assert.StartsWith("small.yml:", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("name: a\nsystem:\n\trelease: trixie\n", "small.yml:3:1: error BVZ1004", "tab")]
    [InlineData("name: [a, b\nsystem: {}\n", "small.yml:", "error BVZ1004")]
    [InlineData("name: \"a\nsystem: {}\n", "small.yml:", "error BVZ1004")]
    [InlineData("name: *nowhere\n", "small.yml:1:7: error BVZ1012", "nowhere")]
    [InlineData("name: &a\n  b: *a\n", "small.yml:", "error BVZ1012")]
    [InlineData("name: a\nname: b\n", "small.yml:2:1: error BVZ1006", "name")]
    [InlineData("- name\n", "small.yml:1:1: error BVZ1005", "mapping")]
    [InlineData("", "small.yml:1:1: error BVZ1005", "")]
    [InlineData("name: a\n---\nname: b\n", "small.yml:", "error BVZ1005")]
    [InlineData("name: \0\n", "small.yml:1:", "error BVZ1003")]
    public async Task Bad_YAML_has_a_place(string text, string place, string reason)
    {
        using var workshop = new Workshop(space).With(text);
        Assert.Contains(reason, await workshop.BuildBadlyAsync(3, place, null), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nested_brackets_without_end_have_a_place()
    {
        using var workshop = new Workshop(space).With(new string('[', 100_000));
        await workshop.BuildBadlyAsync(3, "small.yml:1:", null);
    }

    [Theory]
    [InlineData("release: trixie", "release: trixi", "BVZ1017: there is no Debian release 'trixi'", "did you mean 'trixie'?")]
    [InlineData("release: trixie", "release: 7", "BVZ10", null)]
    [InlineData("name: kvm", "name: kvn", "BVZ1015", "did you mean 'kvm'?")]
    [InlineData("volume:", "plugins: {fixture_fial: {}}\nvolume:", "BVZ1016", "did you mean 'fixture_fail'?")]
    [InlineData("bootloader: none", "bootloader: grub", "BVZ1020", null)]
    [InlineData("size: auto", "size: 1MiB", "BVZ1023", null)]
    [InlineData("variant: minbase", "variant: minbase, keyring: /nowhere/debian.gpg", "BVZ1025", null)]
    [InlineData("install: [netbase]", "install: [/nowhere/a.deb]", "/nowhere/a.deb", null)]
    public async Task A_manifest_that_cannot_be_has_a_located_error(string right, string wrong, string message, string? hint)
    {
        var manifest = (new SmallManifest { Provider = "kvm", Packages = ["netbase"] }).ToString();
        Assert.Contains(right, manifest, StringComparison.Ordinal);
        using var workshop = new Workshop(space).With(manifest.Replace(right, wrong));
        var error = await workshop.BuildBadlyAsync(3, message, hint);
        Assert.Matches(@"^small\.yml:\d+:\d+: error BVZ", error);
    }

    [Fact]
    public async Task A_root_partition_smaller_than_its_content_is_told_how_much_is_missing()
    {
        // The packages fit, what is made besides does not.
        const string More = "plugins: {fixture_run: {lines: ['dd if=/dev/urandom of={root}/big bs=1M count=200']}}";
        using var workshop = new Workshop(space).With(new SmallManifest { Size = "300MiB", More = More });
        var error = await workshop.BuildBadlyAsync(1, "'300MiB' is too small: '/' holds ", " are missing; give it more, or 'auto'");
        Assert.Matches(@"'/' holds \d+MiB, and the filesystem has room for \d+MiB", error);
    }

    [Fact]
    public async Task Packages_that_cannot_fit_are_refused_before_any_is_downloaded()
    {
        using var workshop = new Workshop(space).With(new SmallManifest { Size = "100MiB" });
        var error = await workshop.BuildBadlyAsync(1, "the packages take about ", " are missing; give 'root' more, or 'auto'");
        Assert.Matches(@"about \d+MiB once installed, and the filesystems have room for \d+MiB\n", error);
        Assert.DoesNotContain("Unpacking the minimal system", error, StringComparison.Ordinal);
    }
}
