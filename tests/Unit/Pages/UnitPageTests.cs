using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Manifests.Schema;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Pages;

/// <summary>Holds the page of every provider and plugin to its code. With BOOTSTRAP_VZ_WRITE_PAGES set to the checkout, writes the tables.</summary>
public sealed class UnitPageTests : IDisposable
{
    private static readonly UnitCatalog Units = OurUnits.Catalog;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pages-");

    public static TheoryData<string> Names => [.. Units.Providers.Concat(Units.Plugins).Select(unit => unit.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Settings_are_those_of_the_options_record(string name)
    {
        var page = Page(name);
        var table = SettingsTable.Markdown(Unit(name).OptionsType).TrimEnd('\n');
        var start = page.IndexOf("| key |", StringComparison.Ordinal);
        var end = start < 0 ? -1 : page.IndexOf("\n\n", start, StringComparison.Ordinal);
        if (page.Contains($"\n{table}\n", StringComparison.Ordinal))
            return;
        if (Environment.GetEnvironmentVariable("BOOTSTRAP_VZ_WRITE_PAGES") is { } checkout)
        {
            var marker = page.IndexOf("## Settings\n", StringComparison.Ordinal);
            File.WriteAllText(
                Path.Combine(checkout, "src", RelativePath(name)),
                start < 0 ? page.Insert(marker + "## Settings\n".Length, "\n" + table + "\n") : page[..start] + table + page[end..]);
            return;
        }

        Assert.Fail($"{RelativePath(name)} should hold this table:\n\n{table}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_example_is_valid(string name)
    {
        var page = Page(name);
        var start = page.IndexOf("```yaml\n", StringComparison.Ordinal) + "```yaml\n".Length;
        var example = page[start..page.IndexOf("```", start, StringComparison.Ordinal)];
        var path = Path.Combine(_folder.FullName, "example.yml");
        File.WriteAllText(path, example.StartsWith("plugins:", StringComparison.Ordinal) ? Example("kvm") + example : example);

        var report = ManifestReader.Check(path, Units, new() { MissingHostFiles = Severity.Warning });

        Assert.DoesNotContain(report.Diagnostics, finding => finding.Severity == Severity.Error);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_task_of_the_unit_is_on_its_page(string name) =>
        Assert.All(Unit(name).Tasks, task => Assert.Contains($"`{task.Type.Name}`", Page(name)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Pages_have_their_sections_in_order(string name) => Assert.Equal(
        ["## Settings", "## Example", "## Tasks", "## Needs", "## Works with"],
        Page(name).Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal)));

    public void Dispose() => _folder.Delete(recursive: true);

    private static UnitInfo Unit(string name) => Units.FindProvider(name) ?? Units.FindPlugin(name)!;

    private static string Example(string name)
    {
        var page = Page(name);
        var start = page.IndexOf("```yaml\n", StringComparison.Ordinal) + "```yaml\n".Length;
        return page[start..page.IndexOf("```", start, StringComparison.Ordinal)];
    }

    private static string RelativePath(string name)
    {
        var type = Unit(name).Type;
        return type.Namespace!["BootstrapVz.".Length..].Replace('.', '/') + "/README.md";
    }

    private static string Page(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "pages", RelativePath(name)));
}
