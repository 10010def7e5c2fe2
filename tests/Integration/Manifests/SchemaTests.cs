using System.Text.Json.Nodes;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Manifests.Schema;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Integration.Manifests;

public sealed class SchemaTests
{
    private const string Validator = """
        import json, sys
        from jsonschema import Draft202012Validator
        given = json.load(sys.stdin)
        Draft202012Validator.check_schema(given["schema"])
        validator = Draft202012Validator(given["schema"])
        print(json.dumps([[error.json_path + ": " + error.message for error in validator.iter_errors(m)] for m in given["manifests"]]))
        """;

    [Fact]
    public Task The_schema_takes_what_the_binder_takes() => AgreesAsync(FixtureUnits.Catalog, SettingCases.All);

    [Fact]
    public Task The_schema_of_plugins_takes_what_the_binder_takes() => AgreesAsync(PluginCases.Catalog, PluginCases.All);

    private static async Task AgreesAsync(UnitCatalog units, IReadOnlyList<SettingCase> cases)
    {
        var host = new LocalHost(new SilentLog());
        var python = new Command("/usr/bin/python3", "-c", "import jsonschema") { AllowedExitCodes = [0, 1], LogOutput = false };
        if (host.Find("/usr/bin/python3") is null || (await host.RunAsync(python, TestContext.Current.CancellationToken)).ExitCode != 0)
            Assert.Skip("Debian's package python3-jsonschema is not installed");
        var given = new JsonObject
        {
            ["schema"] = SchemaExporter.Export(units),
            ["manifests"] = new JsonArray([.. cases.Select(@case => @case.Manifest())]),
        };

        var result = await host.RunAsync(new("/usr/bin/python3", "-c", Validator) { Input = given.ToJsonString() }, TestContext.Current.CancellationToken);

        var errors = JsonNode.Parse(result.Output)!.AsArray();
        var wrong = cases.Zip(errors).Where(pair => (pair.Second!.AsArray().Count == 0) != pair.First.IsValid);
        var report = string.Join("\n", wrong.Select(pair => $"{pair.First} but gave {pair.Second!.ToJsonString()}"));
        if (report.Length > 0)
            Assert.Fail(report);
    }
}
