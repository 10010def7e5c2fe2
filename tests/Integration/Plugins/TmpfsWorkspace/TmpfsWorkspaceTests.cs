using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class TmpfsWorkspaceTests(PluginImages images)
{
    [Fact]
    public async Task The_image_is_the_same_and_what_is_too_large_for_the_memory_is_told()
    {
        var change = await images.OfAsync("tmpfs_workspace");
        Assert.Empty(change.Added.Concat(change.Changed).Concat(change.Removed).Concat(change.Packages));
        Assert.Contains("space", await images.ErrorOfAsync("tmpfs_workspace", "size: 4GiB", "size: 128MiB"));
    }
}
