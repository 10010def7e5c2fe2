using BootstrapVz.Base.Tasks;
using BootstrapVz.Common;
using BootstrapVz.Common.Bootstrap;
using BootstrapVz.Test.Unit.Manifests;
using Xunit;

namespace BootstrapVz.Test.Unit.Tasks;

/// <summary>Which tasks make the minimal system follows from the manifest alone.</summary>
public sealed class BootstrapEngineTests
{
    private static readonly Dictionary<string, Type[]> Tasks = new()
    {
        ["native"] = [typeof(UnpackBootstrap), typeof(ConfigureBootstrap)],
        ["mmdebstrap"] = [typeof(RequireMmdebstrap), typeof(MakeWithMmdebstrap)],
        ["debootstrap"] = [typeof(RequireDebootstrap), typeof(UnpackWithDebootstrap), typeof(ConfigureWithDebootstrap)],
    };

    [Theory]
    [InlineData("native")]
    [InlineData("mmdebstrap")]
    [InlineData("debootstrap")]
    public void One_engine_makes_the_minimal_system(string engine)
    {
        using var file = new ManifestFile(ManifestFile.Valid + $"bootstrapper: {{engine: {engine}}}\n");
        var chosen = new TaskSet().AddStandardTasks(file.Check().Manifest!).AddedBy.Keys;

        Assert.Equal(Tasks[engine].ToHashSet(), chosen.Intersect(Tasks.Values.SelectMany(tasks => tasks)).ToHashSet());
    }
}
