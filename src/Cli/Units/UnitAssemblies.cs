using System.Reflection;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Cli.Units;

/// <summary>The assemblies providers, plugins and tasks come from.</summary>
internal static class UnitAssemblies
{
    private static readonly string[] Ours = ["BootstrapVz.Common", "BootstrapVz.Providers", "BootstrapVz.Plugins"];

    /// <summary>Ours, then the external ones.</summary>
    /// <exception cref="PluginException">An external one cannot be loaded.</exception>
    public static IReadOnlyList<Assembly> Load(IReadOnlyList<string> plugins) =>
        [.. Ours.Select(Assembly.Load), .. plugins.Select(LoadPlugin)];

    private static Assembly LoadPlugin(string file)
    {
        try
        {
            var assembly = new PluginContext(file).LoadFromAssemblyPath(file);
            if (!assembly.GetTypes().Any(t => typeof(Unit).IsAssignableFrom(t) || typeof(BuildTask).IsAssignableFrom(t)))
                throw new PluginException(file, "has no provider, plugin or task", "a plugin is a class with the attribute [Plugin(\"name\")]");
            return assembly;
        }
        catch (ReflectionTypeLoadException error)
        {
            var reason = error.LoaderExceptions.FirstOrDefault(e => e is not null)?.Message ?? error.Message;
            throw new PluginException(file, "cannot be loaded: " + reason, "it was probably built for another version of bootstrap-vz", error);
        }
        catch (BadImageFormatException error)
        {
            throw new PluginException(file, "is no .NET assembly", inner: error);
        }
        catch (Exception error) when (error is FileLoadException or FileNotFoundException or UnauthorizedAccessException)
        {
            throw new PluginException(file, "cannot be loaded: " + error.Message, inner: error);
        }
    }
}
