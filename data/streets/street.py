"""What stands in, over and on the street: lamps, signs, lights, bridges, cars, small things."""

from data.classes import CarlaClass
from data.streets import materials as m
from data.streets import sprites as s
from data.streets.draw import Patch
from data.streets.plan import LANE
from data.streets.shadow import Caster
from data.streets.site import Site
from data.streets.vehicles import draw_car


def furnish(site: Site) -> None:
    """Put everything that does not belong to one side."""
    _lamps(site)
    _signs(site)
    _lights(site)
    _overpass(site)
    _traffic(site)
    _small_things(site)


def _lamps(site: Site) -> None:
    rng = site.rng
    if rng.random() < 0.2:
        return
    spacing, height = rng.uniform(22, 45), rng.uniform(6, 10)
    tone, arm = rng.uniform(0.08, 0.5), rng.uniform(1.2, 3)
    both = rng.random() < 0.5
    metal = m.Plain((tone, tone, tone), CarlaClass.POLE, 0.05)
    for sign in (-1, 1) if both else (int(rng.choice((-1, 1))),):
        u = site.edge(sign) + sign * 0.7
        z = rng.uniform(4, spacing)
        while z < 180:
            if not site.blocked(z - 1, z + 1):
                site.post(u, z, height, 0.16, tone=tone)
                site.across(u, u - sign * arm, z, height - 0.12, height, metal)
                site.across(u - sign * arm, u - sign * (arm + 0.6), z, height - 0.2, height, metal)
            z += spacing
    if rng.random() < 0.22:
        _power_line(site)


def _power_line(site: Site) -> None:
    rng = site.rng
    sign = int(rng.choice((-1, 1)))
    u, height, spacing = site.edge(sign) + sign * rng.uniform(1.2, 3), rng.uniform(7, 9), 34.0
    z = rng.uniform(-30, 0)
    while z < 150:
        site.post(u, z, height, 0.22, tone=0.08)
        site.across(u - 0.8, u + 0.8, z, height - 0.5, height - 0.35,
                    m.Plain((0.08, 0.07, 0.06), CarlaClass.POLE))  # fmt: skip
        site.plane(u, z, z + spacing, height - 3, height, m.Wires(1.0, int(rng.integers(2, 4))))
        z += spacing


def _signs(site: Site) -> None:
    rng = site.rng
    for _ in range(int(rng.integers(0, 3))):
        sign = int(rng.choice((-1, 1)))
        u, z = site.edge(sign) + sign * rng.uniform(0.4, 1.0), rng.uniform(20, 100)
        if site.blocked(z - 1, z + 1):
            continue
        size, low = rng.uniform(0.6, 0.9), rng.uniform(1.7, 2.4)
        site.post(u, z, low + size * 0.6, 0.07, tone=0.3)
        site.board(u, z - 0.06, size, size, s.sign(rng), low=low)
    if rng.random() < 0.15:
        sign = int(rng.choice((-1, 1)))
        u, z, low = site.edge(sign) + sign * 4.0, rng.uniform(40, 90), rng.uniform(3, 5)
        site.post(u, z + 0.3, low + 0.5, 0.3, CarlaClass.STATIC, 0.15)
        site.board(u, z, 6, 3, s.billboard_poster(rng), low=low)


def _lights(site: Site) -> None:
    """Traffic lights where there is a junction, on masts with an arm over the road."""
    rng, junction = site.rng, site.plan.junction
    if junction is None or rng.random() < 0.25:
        return
    tone = rng.uniform(0.05, 0.3)
    metal = m.Plain((tone, tone, tone), CarlaClass.POLE, 0.05)
    for sign, z in ((1, junction[1] + 1.5), (-1, junction[1] + 1.5), (1, junction[0] - 2)):
        u, height = site.edge(sign) + sign * 0.9, rng.uniform(5.2, 6.2)
        site.board(u, z, 0.18, height, m.RoundPost((tone, tone, tone), CarlaClass.POLE))
        reach = rng.uniform(3, 7)
        site.across(u, u - sign * reach, z, height - 0.15, height, metal)
        light = s.traffic_light(rng)
        site.board(u, z - 0.15, 0.5, 1.2, light, low=2.5)
        for share in (0.55, 1.0):
            site.board(u - sign * reach * share, z - 0.15, 0.6, 1.35, light, low=height - 1.35)


def _overpass(site: Site) -> None:
    """Now and then a bridge over the road."""
    rng = site.rng
    if rng.random() > 0.15 or site.plan.junction is not None:
        return
    z, low, depth = rng.uniform(45, 110), rng.uniform(5, 6.5), rng.uniform(1.1, 1.8)
    grey = rng.uniform(0.25, 0.5)
    concrete = m.Plain((grey, grey * 0.98, grey * 0.94), CarlaClass.BRIDGE, 0.15)
    shade = m.Plain((grey * 0.25, grey * 0.25, grey * 0.25), CarlaClass.BRIDGE, 0.1)
    site.across(-70, 70, z, low, low + depth, concrete)
    site.across(-70, 70, z + 0.3, low + depth, low + depth + 0.9, shade)
    x = site.curve.at(z)
    site.patches.append(Patch((x - 70, low, z), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0), 140, 9, shade))
    site.casters.append(Caster((-70, z), (70, z), low, low + depth))
    site.casters.append(Caster((-70, z + 9), (70, z + 9), low, low + depth))
    for u in (site.plan.left - 2, site.plan.right + 2):
        for dz in (0.5, 7.5):
            site.post(u, z + dz, low, 1.1, CarlaClass.BRIDGE, grey)


def _traffic(site: Site) -> None:
    rng, plan = site.rng, site.plan
    for _ in range(int(rng.integers(0, 5))):
        oncoming = plan.left < -4 and rng.random() < 0.45
        if oncoming:
            u = -(int(rng.integers(int(-plan.left // LANE))) + 0.5) * LANE
            site.cars.append(draw_car(rng, u, rng.uniform(40, 150), -rng.uniform(0.5, 1), True))
        else:
            u = (int(rng.integers(int(plan.right // LANE))) + 0.5) * LANE
            site.cars.append(draw_car(rng, u, rng.uniform(20, 130), rng.uniform(0.3, 1.2), False))
    if "rail" not in plan.sides and rng.random() < 0.3:
        sign = int(rng.choice((-1, 1)))
        z = rng.uniform(8, 30)
        for _ in range(int(rng.integers(1, 6))):
            u = site.edge(sign) - sign * 1.0
            site.cars.append(draw_car(rng, u, z, 0.0, sign < 0))
            z += rng.uniform(6, 16)


def _small_things(site: Site) -> None:
    """Street furniture, and things that move: balls, dogs, trolleys, cones, birds."""
    rng = site.rng
    for _ in range(int(rng.integers(3, 11))):
        sign = int(rng.choice((-1, 1)))
        u, z = site.edge(sign) + sign * rng.uniform(0.5, 2.5), rng.uniform(5, 60)
        size = rng.uniform(0.7, 1.5)
        if not site.blocked(z - 1, z + 1):
            site.board(u, z, size, size, s.street_furniture(rng))
    for _ in range(int(rng.integers(1, 5))):
        sign = int(rng.choice((-1, 1)))
        u, z = site.edge(sign) + sign * rng.uniform(-1.0, 2), rng.uniform(6, 40)
        size = rng.uniform(0.4, 0.95)
        site.board(u, z, size, size, s.moving_thing(rng))
    for _ in range(int(rng.integers(0, 3))):
        u, z = rng.uniform(-25, 25), rng.uniform(20, 60)
        site.board(u, z, 1.0, 0.5, s.bird(rng), low=rng.uniform(8, 22))
