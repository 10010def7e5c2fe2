using BootstrapVz.Base.Manifests;
using BootstrapVz.Common.Bootstrap;
using BootstrapVz.Common.Engine;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Engine;

/// <summary>What makes a tree with fewer packages the same whatever follows.</summary>
public sealed class ScriptDateTests
{
    [Fact]
    public async Task Scripts_are_dated_by_the_newest_package_so_far_unless_a_date_is_given()
    {
        await using var lab = new TaskLab();
        using var client = new HttpClient();
        var store = new PackageStore(Path.Combine(lab.Build.Paths.Cache, "packages"));
        var fetcher = new PackageFetcher(client, TimeProvider.System, store, lab.Log);
        var (old, newer) = (Package("old", 1000), Package("newer", 2000));
        ScriptDate date = new(lab.Build.Chroot, null);

        date.Advance([newer], fetcher);
        Assert.Equal(2000, lab.Build.Chroot.SourceDateEpoch);
        date.Advance([old], fetcher);
        date.Advance([], fetcher);
        Assert.Equal(2000, lab.Build.Chroot.SourceDateEpoch);
        (date with { Given = 3000 }).Advance([old], fetcher);
        Assert.Equal(3000, lab.Build.Chroot.SourceDateEpoch);

        ResolvedPackage Package(string name, int time)
        {
            using var file = File.Create(store.PathOf(name));
            file.Write(System.Text.Encoding.ASCII.GetBytes($"!<arch>\n{"debian-binary",-16}{time,-12}0     0     100644  4         `\n2.0\n"));
            return new(name, "1", "all", "", name, file.Length, name);
        }
    }

    [Fact]
    public void What_comes_on_top_is_no_input_of_the_minimal_system_and_what_is_included_is()
    {
        var selection = new BootstrapSelection(BootstrapVariant.Minbase, "trixie");
        var text = TextOf(selection, []);

        Assert.Equal(text, TextOf(selection, [new("more", "1", "all", "", "more", 1, "2")]));
        Assert.NotEqual(text, TextOf(selection with { Include = ["base"] }, []));
        Assert.NotEqual(text, TextOf(selection with { Exclude = ["base"] }, []));
        Assert.NotEqual(text, TextOf(selection with { MergedUsr = false }, []));
    }

    private static string TextOf(BootstrapSelection selection, IReadOnlyList<ResolvedPackage> additions)
    {
        using var ahead = new ReadAhead("/nowhere");
        var sources = new AptSources { Lines = [SourceLine.Parse("deb http://ftp.debian.org/debian trixie main", null)], Architecture = "amd64" };
        BootstrapVz.Base.Tasks.IInput minimal = new MinimalSystem(selection, sources, [new("base", "1", "all", "", "base", 1, "1")], new(() => throw new InvalidOperationException()))
        {
            Additions = additions,
            ReadAhead = ahead,
            Fetcher = null!,
        };
        return minimal.InputText;
    }
}
