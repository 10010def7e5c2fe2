using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.CloudInit;
using BootstrapVz.Common.Ssh;
using BootstrapVz.Plugins.OpenNebula;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Plugins;

public sealed class OpenNebulaTests
{
    [Fact]
    public void A_package_takes_the_place_of_cloud_init()
    {
        var (with, without) = (Tasks("one-context.deb"), Tasks(null));
        Assert.Equal((true, false, false), (with.Contains<AddContextPackage>(), with.Contains<AddCloudInitPackages>(), with.Contains<LeaveHostKeysToCloudInit>()));
        Assert.Equal((false, true, true), (without.Contains<AddContextPackage>(), without.Contains<AddCloudInitPackages>(), without.Contains<LeaveHostKeysToCloudInit>()));

        static TaskSet Tasks(string? package)
        {
            var tasks = new TaskSet().Add<AddHostKeyGeneration>();
            new OpenNebulaPlugin(new() { Package = package }).Resolve(tasks, ManifestSamples.At("/m.yml"));
            return tasks;
        }
    }

    [Fact]
    public void A_file_that_is_no_package_is_said_before_any_work()
    {
        using var space = new ScratchSpace();
        var file = Path.Combine(space.Folder("files"), "page.deb");
        File.WriteAllText(file, "<html>Not found, but called by the package's name</html>");
        Assert.Contains($"'{file}' is not a Debian package", Assert.Single(PluginFindings.Of("opennebula", $$"""{"package": "{{file}}"}""")));
        File.WriteAllText(file, "!<arch>\ndebian-binary   0");
        Assert.Empty(PluginFindings.Of("opennebula", $$"""{"package": "{{file}}"}"""));
    }
}
