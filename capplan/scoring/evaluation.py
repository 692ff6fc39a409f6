"""From one completion of the inputs to need: age, utilisation and risk, each 0 to 100, weighted."""

from dataclasses import dataclass

import numpy as np

from capplan.policy import Policy
from capplan.scoring.classes import ClassFacts
from capplan.scoring.condition import combine_factors
from capplan.scoring.inputs import Inputs
from capplan.scoring.life import expected_life
from capplan.scoring.risk import level_cost, service_consequence, service_likelihood, worst_scenario
from capplan.scoring.values import Numbers, curve_value, log_value


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What follows from one completion of the inputs, one number an asset."""

    life_years: Numbers
    life_consumed: Numbers
    age_value: Numbers
    utilisation_value: Numbers
    fault_rate_per_year: Numbers
    safety_gbp_per_year: Numbers
    cyber_gbp_per_year: Numbers
    risk_gbp_per_year: Numbers
    risk_value: Numbers
    need: Numbers


def evaluate(inputs: Inputs, facts: ClassFacts, policy: Policy) -> Evaluation:
    """Need and its parts: S = w_a a(c) + w_u u(rho) + w_r r(e).

    c is age over life, rho hours used over hours available, e the yearly cost of service loss, harm
    and cyber events. Each input feeds one part only, so nothing is counted twice; risk holds no age.
    """
    reference = policy.reference
    life = expected_life(inputs.activity_per_year, inputs.owner_life_years, facts, mode=policy.life.mode)
    consumed = inputs.age_years / life
    age = value_of_age(consumed, policy)
    utilisation = curve_value(utilisation_ratio(inputs), reference.curves["utilisation"])
    rate = inputs.fault_rate_per_year * condition_factor(inputs, policy)
    safety = level_cost(safety_likelihood(inputs), facts.safety_consequence, reference)
    cyber = level_cost(inputs.os_likelihood, facts.cyber_consequence, reference)
    cost = rate * inputs.consequence_gbp + safety + cyber
    risk = value_of_risk(cost, policy)
    return Evaluation(
        life_years=life,
        life_consumed=consumed,
        age_value=age,
        utilisation_value=utilisation,
        fault_rate_per_year=rate,
        safety_gbp_per_year=safety,
        cyber_gbp_per_year=cyber,
        risk_gbp_per_year=cost,
        risk_value=risk,
        need=weighted(age, utilisation, risk, policy),
    )


def weighted(age: Numbers, utilisation: Numbers, risk: Numbers, policy: Policy) -> Numbers:
    """Need: the values of the three parts, weighted."""
    weights = policy.weights
    return weights.age * age + weights.utilisation * utilisation + weights.risk * risk


def value_of_age(consumed: Numbers, policy: Policy) -> Numbers:
    """a(c): the value of life consumed, on the curve `age`."""
    return curve_value(consumed, policy.reference.curves["age"])


def value_of_risk(gbp_per_year: Numbers, policy: Policy) -> Numbers:
    """r(e): the value of a yearly risk cost, on the log scale from `risk_floor_gbp` to `risk_ceiling_gbp`."""
    parameters = policy.reference.parameters
    return log_value(gbp_per_year, floor_gbp=parameters["risk_floor_gbp"], ceiling_gbp=parameters["risk_ceiling_gbp"])


def hours_used(inputs: Inputs) -> Numbers:
    """Hours used a year: as given, else activity times minutes."""
    from_activity = inputs.activity_per_year * inputs.minutes / 60
    return np.where(np.isnan(inputs.hours_used_per_year), from_activity, inputs.hours_used_per_year)


def utilisation_ratio(inputs: Inputs) -> Numbers:
    """rho: hours used over hours available."""
    return hours_used(inputs) / inputs.hours_available_per_year


def safety_likelihood(inputs: Inputs) -> Numbers:
    """Likelihood of harm, 1 to 5: the highest of quality assurance, safety notice and dose."""
    return np.maximum(np.maximum(inputs.quality_likelihood, inputs.notice_likelihood), inputs.dose_likelihood)


def condition_factor(inputs: Inputs, policy: Policy) -> Numbers:
    """What support and downtime together multiply the fault rate by."""
    factors = np.stack([inputs.support_factor, inputs.downtime_factor], axis=-1)
    divisor = policy.reference.parameters["mmi_divisor"]
    return combine_factors(factors, counted=factors.shape[-1], divisor_above=divisor, divisor_below=divisor)


def rating(inputs: Inputs, result: Evaluation, facts: ClassFacts, policy: Policy) -> tuple[Numbers, Numbers]:
    """Likelihood and consequence, 1 to 5, of the worst of service loss, harm and cyber event."""
    likelihoods = [
        service_likelihood(result.fault_rate_per_year, policy.reference),
        safety_likelihood(inputs),
        inputs.os_likelihood,
    ]
    consequences = [
        service_consequence(inputs.outage_days, inputs.redundancy_step, policy.reference),
        facts.safety_consequence,
        facts.cyber_consequence,
    ]
    return worst_scenario(np.stack(likelihoods, axis=-1), np.stack(consequences, axis=-1))
